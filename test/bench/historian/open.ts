/** A historian for a bench: every sample kept, nothing thrown away, no backup unless asked for. */
import { Historian } from '../../../main/historian/historian.ts';
import type { HistorianTag } from '../../../main/historian/messages.ts';
import { systemClock } from '../../../main/platform/clock.ts';
import { createLog } from '../../../main/platform/log.ts';
import type { MixTag } from './mix.ts';

const SLOPED = new Set(['AI', 'AO', 'CALC']);

export function historianTags(tags: readonly MixTag[]): readonly HistorianTag[] {
  return tags.map(({ name, signalClass }, handle) => ({
    handle,
    name,
    signalClass,
    interpolation: SLOPED.has(signalClass) ? 'sloped' : 'stepped',
    logging: { kind: 'all' },
    scaling: null,
    range: null,
  }));
}

/** As the station makes it: what it knows at once it knows when this returns. */
export function historianForBench(folder: string, tags: readonly MixTag[]): Historian {
  return new Historian({
    folder,
    tags: historianTags(tags),
    clock: systemClock,
    log: createLog('bench', { level: 'warn', write: line => process.stderr.write(line) }),
    settings: {
      retentionDays: { DI: null, DO: null, AI: null, AO: null, COM: null, CALC: null, SYS: null },
      reserveMb: 1,
      folder: 'history',
      backup: null,
    },
    onEvent: () => undefined,
  });
}

export async function openForBench(folder: string, tags: readonly MixTag[]): Promise<Historian> {
  const historian = historianForBench(folder, tags);
  await historian.started();
  return historian;
}
