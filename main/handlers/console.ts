/** `console.*`: what the computers of the operators say about themselves. */

import type { EventLog } from '../events/event-log.ts';
import { consoleSound } from '../events/event-texts.ts';
import type { Caller, ParsedInput } from './handlers.ts';

export interface ConsoleParts {
  readonly events: EventLog;
  /** Consoles that are known to have no sound device. */
  readonly silent: Set<string>;
}

/** One event a change, however many windows of a console tell of it and however often. */
export function soundChanged(
  { events, silent }: ConsoleParts,
  { isMissing }: ParsedInput<'console.soundChanged'>,
  { where }: Pick<Caller, 'where'>,
): null {
  if (silent.has(where) === isMissing) return null;
  if (isMissing) silent.add(where);
  else silent.delete(where);
  events.add('station', 'console', consoleSound({ where, isMissing }), { where });
  return null;
}
