// The end of this phone: pairings, subscription, key, and files.

import { end } from "./account.js";
import { destroy } from "./database.js";
import { forget } from "./memory.js";
import { storageName } from "./place.js";
import { call } from "./service.js";
import { endablePairing } from "./subjects.js";

// Ends everything. With an identity the service is told first; if that fails, nothing is deleted.
export async function wipe(identity) {
  if (identity?.device) {
    const { pairings } = await call(identity, "GET", "device/pairings");
    for (const pairing of pairings) await end(identity, endablePairing(pairing));
    // A service without notifications has nothing to end.
    await call(identity, "DELETE", "device/push").catch(() => {});
  }
  const registration = await navigator.serviceWorker?.getRegistration();
  await (await registration?.pushManager?.getSubscription())?.unsubscribe();
  for (const notice of (await registration?.getNotifications?.()) ?? []) notice.close();
  await registration?.unregister();
  const names = (await self.caches?.keys()) ?? [];
  await Promise.all(names.filter((name) => name.startsWith(`${storageName} `)).map((name) => caches.delete(name)));
  forget();
  await destroy();
}
