/** Annotations in small charts that are drawn as SVG, and the newest of them in words below. */
import type { ReactNode } from 'react';
import type { Annotation } from '../../../shared/model/annotation.ts';
import { datedTime } from '../../../shared/time/dated-time.ts';
import { useObservable, useSession } from '../../store/session.ts';

interface FlagsProps {
  readonly annotations: readonly Annotation[];
  readonly xOf: (at: number) => number;
  readonly top: number;
  readonly bottom: number;
}

const HALF = 5;

/** A stem and a flag at the time of each. */
export function SvgFlags({ annotations, xOf, top, bottom }: FlagsProps): ReactNode {
  return (
    <g className="svg-flags">
      {annotations.map(annotation => {
        const x = xOf(annotation.at);
        return (
          <g key={annotation.id} data-testid={`annotation-mark:${annotation.id}`}>
            <path className="svg-stem" d={`M${x} ${top}V${bottom}`} />
            <path className="svg-flag" d={`M${x} ${top}h${2 * HALF}l-3 ${HALF}l3 ${HALF}h${-2 * HALF}z`} />
            <title>{`${annotation.text} · ${annotation.who}`}</title>
          </g>
        );
      })}
    </g>
  );
}

/** Shown in words below a small chart. */
const MOST_LINES = 2;

export function AnnotationLines({ annotations }: { readonly annotations: readonly Annotation[] }): ReactNode {
  const session = useSession();
  const timeZone = useObservable(session.station.model)?.description.timeZone ?? 'UTC';
  const here = { timeZone, now: session.client.stationNow() };
  if (annotations.length === 0) return null;
  return (
    <ul className="note-lines">
      {annotations.slice(0, MOST_LINES).map(({ id, at, text, who }) => (
        <li key={id} title={text}>
          <b>{datedTime(at, here).slice(0, -3)}</b> {text} <small>{who}</small>
        </li>
      ))}
    </ul>
  );
}
