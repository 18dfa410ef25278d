/**
 * Marks that say the same on every symbol: `?` beside a dashed outline for what is not known, a heavy stroke for a fault or a
 * discrepancy, a letter in a box for a mode that is not the normal one. Shapes only; what they mean is said by the state.
 */
import type { ReactNode } from 'react';
import type { SceneNode } from '../../../shared/model/scene.ts';

/** Class of a body that is dashed when its state is not known. */
export const body = (state: string): string => (state.startsWith('unknown') ? 's unknown' : 's');

interface QuestionProps {
  readonly state: string;
  readonly x?: number;
  readonly y?: number;
}

export const Question = ({ state, x = 0, y = 5 }: QuestionProps): ReactNode =>
  state.startsWith('unknown') ? (
    <text x={x} y={y} className="st q">
      ?
    </text>
  ) : null;

interface StrikeProps {
  readonly state: string;
  /** Half width and half height of the stroke. */
  readonly reach: readonly [number, number];
}

export const Strike = ({ state, reach: [x, y] }: StrikeProps): ReactNode =>
  state.includes('fault') ? (
    <>
      <path d={`M${-x} ${-y}L${x} ${y}`} className="strike-rim" />
      <path d={`M${-x} ${-y}L${x} ${y}`} className="strike" />
    </>
  ) : null;

interface LetterProps {
  readonly letter: string;
  /** Top left corner of the box of 16. */
  readonly at: readonly [number, number];
}

interface UprightProps {
  readonly node: SceneNode;
  /** Middle of what stands upright, in coordinates of the symbol. */
  readonly at: readonly [number, number];
  readonly children: ReactNode;
}

/** Letters stand upright and unmirrored, however the symbol is turned. */
export function Upright({ node: { turn, mirror }, at: [x, y], children }: UprightProps): ReactNode {
  const back = `${mirror === true ? ' scale(-1 1)' : ''}${turn === undefined ? '' : ` rotate(${-turn})`}`;
  return <g transform={`translate(${x} ${y})${back}`}>{children}</g>;
}

/** Off-normal modes are letters in a box: L local, C calibrating, M manual. */
export const LetterBox = ({ letter, at: [x, y] }: LetterProps): ReactNode => (
  <g transform={`translate(${x} ${y})`}>
    <rect width={16} height={16} className="modebox" />
    <text x={8} y={12.5} className="t12 b" textAnchor="middle">
      {letter}
    </text>
  </g>
);
