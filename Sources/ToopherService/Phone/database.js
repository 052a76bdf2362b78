// What the phone keeps: named values, and its own decisions. App and worker share it.

import { storageName } from "./place.js";

const kept = 200;
let opened;

function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(storageName, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("values");
      request.result.createObjectStore("decisions", { autoIncrement: true });
    };
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      // The other side deletes the database: do not stand in the way.
      request.result.onversionchange = () => request.result.close();
      request.result.onclose = () => (opened = undefined);
      resolve(request.result);
    };
  });
  return opened;
}

async function store(name, mode) {
  return (await open()).transaction(name, mode, { durability: "strict" }).objectStore(name);
}

export async function read(name) {
  return result((await store("values", "readonly")).get(name));
}

export async function write(name, value) {
  await result((await store("values", "readwrite")).put(value, name));
}

export async function remove(name) {
  await result((await store("values", "readwrite")).delete(name));
}

// Keeps a decision, and of all decisions the latest.
export async function addDecision(decision) {
  const decisions = await store("decisions", "readwrite");
  const key = await result(decisions.add(decision));
  await result(decisions.delete(IDBKeyRange.upperBound(key - kept)));
}

// Returns the decisions, the latest first.
export async function decisions() {
  return (await result((await store("decisions", "readonly")).getAll())).reverse();
}

export async function destroy() {
  (await open()).close();
  opened = undefined;
  await new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(storageName);
    request.onsuccess = resolve;
    request.onerror = () => reject(request.error);
  });
}
