/**
 * The pipes of a scene, section by section: whether gas flows, stands or is cut off is the weight and the dash of the line,
 * never its colour, and stands in words for the pointer and for screen readers.
 */
import { memo, type ReactNode, useMemo, useSyncExternalStore } from 'react';
import type { ServedScene } from '../../../shared/model/scene.ts';
import { bridgesOf } from '../../../shared/scene/cross-lines.ts';
import type { Section } from '../../../shared/scene/network/pipe-sections.ts';
import type { Point } from '../../../shared/scene/place-node.ts';
import { useSession, useTexts } from '../../store/session.ts';
import { bridgeArcs, bridgedPath } from './bridged-path.ts';
import { type PipeStates, pipeStates } from './pipe-states.ts';

export const Pipes = memo(function Pipes({ scene }: { readonly scene: ServedScene }): ReactNode {
  const session = useSession();
  const states = useMemo(() => pipeStates(scene, session), [scene, session]);
  const bridges = useMemo(() => new Map(scene.pipes.map(pipe => [pipe.id, bridgesOf(pipe, scene.pipes)])), [scene]);
  return states.sections.map((section, i) => (
    <PipeSection
      key={section.id}
      section={section}
      index={i}
      states={states}
      isEnd={isLastOf(states.sections, i)}
      bridges={bridges.get(section.pipe.id) ?? []}
    />
  ));
});

/** Only the last section of a pipe carries its arrow. */
const isLastOf = (sections: readonly Section[], index: number): boolean =>
  sections[index + 1]?.pipe !== sections[index]?.pipe;

interface SectionProps {
  readonly section: Section;
  readonly index: number;
  readonly states: PipeStates;
  readonly isEnd: boolean;
  /** Of its pipe: where it is led over another. */
  readonly bridges: readonly Point[];
}

const PipeSection = memo(function PipeSection({ section, index, states, isEnd, bridges }: SectionProps): ReactNode {
  const { texts } = useTexts();
  const state = useSyncExternalStore(states.subscribe, () => states.stateAt(index));
  const { pipe, points } = section;
  const path = bridgedPath(points, bridges);
  const arcs = bridgeArcs(points, bridges);
  const words = state === 'plain' ? '' : `${texts.medium[pipe.medium]} · ${texts.pipeState[state]}`;
  return (
    <g
      className="pipe"
      data-state={state}
      data-medium={pipe.medium}
      data-testid={`pipe:${section.id}`}
      role={words === '' ? undefined : 'img'}
      aria-label={words === '' ? undefined : words}
    >
      {words === '' ? null : <title>{words}</title>}
      <path className="pipe-line" d={path} />
      {arcs === '' ? null : <path className="pipe-line is-bridge" d={arcs} />}
      {words === '' ? null : <path className="pipe-hit" d={path} />}
      {pipe.arrow && isEnd ? <Arrow path={points} /> : null}
    </g>
  );
});

/** Arrow head at the end of the polyline, along its last leg. */
function Arrow({ path }: { readonly path: readonly Point[] }): ReactNode {
  const end = path.at(-1);
  const before = path.at(-2);
  if (end === undefined || before === undefined) return null;
  const angle = (Math.atan2(end[1] - before[1], end[0] - before[0]) * 180) / Math.PI;
  return <path className="arrow" d="M-5-5L5 0L-5 5Z" transform={`translate(${end[0]} ${end[1]}) rotate(${angle})`} />;
}
