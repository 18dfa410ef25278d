/**
 * What the outer scripts say while they work: one line per step with its seconds, and a sign of
 * life for steps that take long. Every text for people is given in Chinese and English.
 * Node built-ins only, Node ≥ 20.
 */

/** How often a long step says that it is still at it. */
const HEARTBEAT_MS = 10_000;

/** How long it has been since `sinceMs` (performance.now()), as shown to people. */
export const secondsSince = sinceMs => `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;

/** One line to the person at the terminal. */
export function say(zh, en) {
  process.stdout.write(`citygate: ${zh} / ${en}\n`);
}

/** One line about trouble, to stderr. */
export function complain(zh, en) {
  process.stderr.write(`citygate: ${zh}\ncitygate: ${en}\n`);
}

/** Runs work that may take long, with a sign of life now and then but no line at its end. */
export async function withHeartbeat(zh, en, work) {
  const startedAt = performance.now();
  const heartbeat = setInterval(() => say(`${zh} …`, `${en} … ${secondsSince(startedAt)}`), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
  }
}

/** Runs a step and reports how long it took; a failing step is reported by whoever catches it. */
export async function step(zh, en, work) {
  const startedAt = performance.now();
  const result = await withHeartbeat(zh, en, work);
  say(`${zh} ✓`, `${en} ✓ ${secondsSince(startedAt)}`);
  return result;
}

/** Trouble that ends an outer script: said in both languages, without a stack. */
export class OuterError extends Error {
  constructor(zh, en, exitCode = 1) {
    super(`${zh}\n${en}`);
    this.name = 'OuterError';
    this.zh = zh;
    this.en = en;
    this.exitCode = exitCode;
  }
}
