/** The part of the contract that tells how the station was at an instant of the past; joined with the others in `contract.ts`. */
import { z } from 'zod';
import type { AlarmStreamItem } from './alarm-contract.ts';
import type { TagStreamItem } from './contract.ts';
import { query, tagName, time } from './entry.ts';

export const replayContract = {
  /** Values of tags and of derived points as their stream would have told them at `at`, epoch ms UTC. */
  'replay.tags': query<TagStreamItem>()(z.strictObject({ tags: z.array(tagName).max(10_000), at: time })),
  /** Every alarm as it stood at `at`; nothing sounds. */
  'replay.alarms': query<AlarmStreamItem>()(
    z.strictObject({ at: time, areas: z.array(z.string().min(1).max(64)).max(256).optional() }),
  ),
} as const;
