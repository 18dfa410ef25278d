/** Tank with its level drawn in it, on the range of the tag; unknown is a dashed outline without a level. */
import { type ReactNode, useRef } from 'react';
import { type DrawInput, defineSymbol, type Readings, withAge } from '../../define-symbol.ts';
import { useFacts, useLook, ValueTarget } from '../../live.tsx';
import { place } from '../../scale.ts';
import { body, Question } from '../marks.tsx';

/** `level` or `unknown`: a tank has no other state. */
export function tankState(readings: Readings): string {
  return (readings['level']?.value ?? null) === null ? 'unknown' : withAge('level', readings);
}

/** Straight part of the body, where a level can be read. */
const WALL = { top: -17, bottom: 17, half: 15.25 } as const;

interface LevelProps extends Pick<DrawInput, 'node'> {
  readonly handle: number | undefined;
  readonly children: ReactNode;
}

function Level({ node, handle, children }: LevelProps): ReactNode {
  const facts = useFacts(node, 'level');
  const level = useRef<SVGPathElement>(null);
  const surface = useRef<SVGPathElement>(null);
  useLook(handle, look => {
    const scale = { low: facts.low ?? 0, high: facts.high ?? 100, from: WALL.bottom, to: WALL.top };
    const y = look.value === null ? null : place(scale, look.value).toFixed(1);
    const top = `M${-WALL.half} ${y}H${WALL.half}`;
    level.current?.setAttribute(
      'd',
      y === null ? '' : `${top}V${WALL.bottom}A16 7 0 0 1 ${-WALL.half} ${WALL.bottom}Z`,
    );
    level.current?.setAttribute('class', look.kind === 'stale' ? 'hatch' : 'fillbar');
    surface.current?.setAttribute('d', y === null ? '' : top);
  });
  return (
    <ValueTarget handle={handle} facts={facts} area={[-20, -28, 40, 56]}>
      {children}
      <path ref={level} className="fillbar" />
      <path ref={surface} className="tick1" />
    </ValueTarget>
  );
}

const drawTank = ({ node, state, handles }: DrawInput): ReactNode => (
  <>
    <Level node={node} handle={handles['level']}>
      <path d="M-16-17A16 7 0 0 1 16-17V17A16 7 0 0 1-16 17Z" className={body(state)} />
    </Level>
    <Question state={state} />
  </>
);

export const tank = defineSymbol({ id: 'tank', states: ['level', 'unknown'], state: tankState, draw: drawTank });
