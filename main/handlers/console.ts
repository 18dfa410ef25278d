/** `console.*`: what the computers of the operators say about themselves. */

import type { ConsoleSounds } from '../alarms/station/console-sounds.ts';
import type { EventLog } from '../events/event-log.ts';
import { consoleSound } from '../events/event-texts.ts';
import type { Caller, ParsedInput } from './handlers.ts';

export interface ConsoleParts {
  readonly events: EventLog;
  /** Consoles that are known to have no sound device. */
  readonly silent: Set<string>;
  /** The alarm of those that are open. */
  readonly sounds: Pick<ConsoleSounds, 'take'>;
}

/** One event a change, however many windows of a console tell of it and however often. */
export function soundChanged(
  { events, silent, sounds }: ConsoleParts,
  { isMissing }: ParsedInput<'console.soundChanged'>,
  { where, session }: Pick<Caller, 'where' | 'session'>,
): null {
  if (session !== undefined) sounds.take({ where, isMissing, session });
  if (silent.has(where) === isMissing) return null;
  if (isMissing) silent.add(where);
  else silent.delete(where);
  events.add('station', 'console', consoleSound({ where, isMissing }), { where });
  return null;
}
