/** Waiting for something to become true, bounded, with a message that tells what was waited for. */

const POLL_MS = 10;

export const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

/** Resolves with the first value of `look` that is not null, undefined or false; throws after `limitMs`. */
export async function waitFor<T>(
  what: string,
  look: () => T | Promise<T>,
  limitMs = 5_000,
): Promise<Exclude<T, null | undefined | false>> {
  const until = performance.now() + limitMs;
  for (;;) {
    const seen = await look();
    if (seen !== null && seen !== undefined && seen !== false) return seen as Exclude<T, null | undefined | false>;
    if (performance.now() > until) throw new Error(`not within ${limitMs} ms: ${what}`);
    await sleep(POLL_MS);
  }
}

/** The result of `promise`, or an error that names it when it hangs. */
export async function within<T>(what: string, promise: Promise<T>, limitMs = 5_000): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`hangs for ${limitMs} ms: ${what}`)), limitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
