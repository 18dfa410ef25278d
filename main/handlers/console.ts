/** `console.*`: what the computers of the operators say about themselves. */

import type { EventLog } from '../events/event-log.ts';
import { consoleSound } from '../events/event-texts.ts';
import type { Caller, ParsedInput } from './handlers.ts';

/** One event a change: each window says it once. */
export function soundChanged(
  { events }: { readonly events: EventLog },
  { isMissing }: ParsedInput<'console.soundChanged'>,
  { where }: Pick<Caller, 'where'>,
): null {
  events.add('station', 'console', consoleSound({ where, isMissing }), { where });
  return null;
}
