/**
 * `npm run alarm-states`: writes docs/alarm-states.md from the state machine of the alarms itself. A unit test compares
 * the page with the machine, so that it cannot grow old. Node 24 (it imports the sources as they are).
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stateEdges, stateGroups } from '../shared/alarm/state-diagram.ts';
import { ALARM_EVENT_TEXTS, ALARM_STATE_TEXTS } from '../shared/alarm/state-texts.ts';

export const PAGE = fileURLToPath(new URL('../docs/alarm-states.md', import.meta.url));

const LATCHING = { any: '', only: ' (latching)', never: ' (not latching)' };
const named = name => `${name} · ${ALARM_STATE_TEXTS[name].zh} · ${ALARM_STATE_TEXTS[name].en}`;
const eventOf = ({ event, latching }) => `${ALARM_EVENT_TEXTS[event].en}${LATCHING[latching]}`;

/** An input that leads from every shown state to the same place is one arrow from the frame around them. */
function arrows() {
  const { shown } = stateGroups();
  const edges = stateEdges().filter(edge => !edge.isStacked);
  const isFromAll = ({ event, to }) =>
    shown.every(from => edges.some(e => e.from === from && e.event === event && e.to === to));
  const single = edges.filter(edge => !(shown.includes(edge.from) && isFromAll(edge)));
  const fromAll = edges.filter(edge => edge.from === shown[0] && isFromAll(edge));
  return { single, fromAll: fromAll.map(edge => ({ ...edge, from: 'SHOWN' })) };
}

function diagram() {
  const { shown, hiding } = stateGroups();
  const { single, fromAll } = arrows();
  const inside = single.filter(({ from, to }) => shown.includes(from) && shown.includes(to));
  const outside = [...fromAll, ...single.filter(edge => !inside.includes(edge))];
  const line = edge => `${edge.from} --> ${edge.to}: ${eventOf(edge)}`;
  return [
    'stateDiagram-v2',
    ...[...shown, ...hiding].map(
      name => `  state "${ALARM_STATE_TEXTS[name].zh} ${ALARM_STATE_TEXTS[name].en}" as ${name}`,
    ),
    '  state "可见 Shown" as SHOWN {',
    '    [*] --> NORMAL',
    ...inside.map(edge => `    ${line(edge)}`),
    '  }',
    ...outside.map(edge => `  ${line(edge)}`),
  ];
}

const row = cells => `| ${cells.join(' | ')} |`;

/** The whole page. */
export function alarmStatesPage() {
  const { shown, hiding } = stateGroups();
  const stacked = stateEdges().filter(edge => edge.isStacked);
  return `${[
    '# States of an alarm',
    '',
    'Written by `npm run alarm-states` from `shared/alarm/state-machine.ts`; do not edit. States and names are those of ISA-18.2 / IEC 62682.',
    '',
    '```mermaid',
    ...diagram(),
    '```',
    '',
    '## States',
    ...[...shown, ...hiding].map(name => `- ${named(name)}`),
    '',
    '## Several reasons to hide at once',
    'Out of service goes before suppressed before shelved. The condition is judged on, and each change beneath is a row of the journal.',
    '',
    row(['from', 'what happens', 'to']),
    row(['---', '---', '---']),
    ...stacked.map(edge => row([edge.from, eventOf(edge), edge.to])),
  ].join('\n')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(PAGE, alarmStatesPage());
