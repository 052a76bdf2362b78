// That this browser had a key: it outlives a cleared database in some browsers.

import { storageName } from "./place.js";

export function remember() {
  try {
    localStorage.setItem(storageName, "paired");
  } catch {
    // Without it the app starts as new, and says nothing of before.
  }
}

export function wasPaired() {
  try {
    return localStorage.getItem(storageName) !== null;
  } catch {
    return false;
  }
}

export function forget() {
  try {
    localStorage.removeItem(storageName);
  } catch {
    // There was nothing to remember.
  }
}
