/** The states of this alarm as the state machine has them: where it is now is solid, what a person can do next is a heavy arrow. */
import { type ReactNode, useMemo, useRef } from 'react';
import { ALARM_EVENT_TEXTS, ALARM_STATE_TEXTS } from '../../../../shared/alarm/state-texts.ts';
import type { AlarmEventKind, AlarmStatus } from '../../../../shared/model/alarm.ts';
import { useTexts } from '../../../store/session.ts';
import { useDrawnWidth } from '../use-drawn-width.ts';
import { DIAGRAM_HEIGHT, diagramOf, type StateArrow, type StateBox } from './diagram-layout.ts';

interface DiagramProps {
  readonly status: AlarmStatus;
  readonly isLatching: boolean;
}

const BY_PEOPLE: readonly AlarmEventKind[] = ['acknowledge', 'reset'];

export function StateDiagram({ status, isLatching }: DiagramProps): ReactNode {
  const { texts } = useTexts();
  const section = useRef<HTMLElement>(null);
  const width = useDrawnWidth(section);
  const { boxes, arrows, hasRoom } = useMemo(() => diagramOf(isLatching, width), [isLatching, width]);
  return (
    <section ref={section} className="card-states">
      <p className="section-name">
        {texts.alarms.card.states} <em>ISA-18.2</em>
      </p>
      <svg viewBox={`-2 0 ${width + 4} ${DIAGRAM_HEIGHT}`} role="img" aria-label={status.name}>
        <defs>
          {['', '-heavy'].map(kind => (
            <marker
              key={kind}
              id={`state-arrow${kind}`}
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="8"
              markerHeight="8"
              orient="auto"
              markerUnits="userSpaceOnUse"
            >
              <path className={`state-head${kind}`} d="M0 .5 8 4 0 7.500z" />
            </marker>
          ))}
        </defs>
        {boxes.map(box => (
          <Box key={box.name} box={box} isNow={box.name === status.name} />
        ))}
        {arrows
          .toSorted((a, b) => Number(a.edge.from === status.name) - Number(b.edge.from === status.name))
          .map(arrow => (
            <Arrow
              key={arrow.path}
              arrow={arrow}
              isNext={arrow.edge.from === status.name}
              hasLabel={hasRoom || arrow.edge.from === status.name}
            />
          ))}
      </svg>
    </section>
  );
}

function Box({ box, isNow }: { readonly box: StateBox; readonly isNow: boolean }): ReactNode {
  const { texts } = useTexts();
  return (
    <g className={isNow ? 'state-box is-now' : 'state-box'} data-state={box.name} data-now={isNow}>
      <rect x={box.x} y={box.y} width={box.width} height={box.height} />
      <text x={box.x + box.width / 2} y={box.y + box.height / 2 + 4.5} textAnchor="middle">
        {texts.alarms.shortState[box.name]}
      </text>
    </g>
  );
}

interface ArrowProps {
  readonly arrow: StateArrow;
  readonly isNext: boolean;
  readonly hasLabel: boolean;
}

function Arrow({ arrow: { edge, path, label }, isNext, hasLabel }: ArrowProps): ReactNode {
  const { texts, pick } = useTexts();
  const isHeavy = isNext && BY_PEOPLE.includes(edge.event);
  return (
    <g className={isHeavy ? 'state-arrow is-heavy' : isNext ? 'state-arrow is-next' : 'state-arrow'}>
      <title>{`${pick(ALARM_STATE_TEXTS[edge.from])} → ${pick(ALARM_STATE_TEXTS[edge.to])}`}</title>
      <path d={path} markerEnd={`url(#state-arrow${isHeavy ? '-heavy' : ''})`} />
      {hasLabel ? (
        <text x={label.x} y={label.y} textAnchor={label.anchor}>
          {texts.alarms.shortEvent[edge.event] ?? pick(ALARM_EVENT_TEXTS[edge.event])}
        </text>
      ) : null}
    </g>
  );
}
