/** Servers, relays and channels of one test, ended in reverse order whatever became of it. */

export interface Ends {
  add<T extends { close(): Promise<void> } | { stop(): Promise<void> }>(part: T): T;
}

export async function withEnds(run: (ends: Ends) => Promise<void>): Promise<void> {
  const parts: (() => Promise<void>)[] = [];
  const add: Ends['add'] = part => {
    parts.push(() => ('close' in part ? part.close() : part.stop()));
    return part;
  };
  try {
    await run({ add });
  } finally {
    for (const end of parts.toReversed()) await end();
  }
}
