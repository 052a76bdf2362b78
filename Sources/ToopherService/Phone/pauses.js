// How long the phone waits before it asks again, in milliseconds. Jitter keeps many phones from asking at the same moment.

// The least time from one request for the pending list to the next.
export const interval = 1000;

const longest = 60;

// After so many failures in a row.
export function afterFailures(failures, random = Math.random) {
  const seconds = Math.min(longest, 2 ** Math.min(failures, 10));
  return 1000 * seconds * (0.5 + 0.5 * random());
}

// After a response that took so many milliseconds. While something waits the service responds at once.
export function afterResponse(elapsed, isWaiting, random = Math.random) {
  const least = isWaiting ? 2 * interval : interval;
  return Math.max(0, least - elapsed) + 500 * random();
}

// After a response with `Retry-After` in seconds.
export function asTold(seconds, random = Math.random) {
  const told = Number(seconds);
  const bounded = told > 0 ? Math.min(told, 600) : 1;
  return 1000 * bounded * (1 + 0.25 * random());
}
