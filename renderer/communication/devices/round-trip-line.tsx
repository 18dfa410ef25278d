/** The median round trip of the last hour as a line over nothing: hatched where the device was not heard. 120 × 22. */
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { systemTagName } from '../../../shared/model/system-tag.ts';
import { seriesPath } from '../../mimic/scale.ts';
import { WINDOW_MS } from '../../store/recent-store.ts';
import { useObservable, useSession } from '../../store/session.ts';
import { badSpans } from '../../trend/small/trend-series.ts';
import { maskedByState, topOf } from './round-trips.ts';

const WIDTH = 120;
const BASE = 20.5;
const TOP = 2;
/** A pixel of the line is half a minute. */
const REDRAW_EVERY_S = 2;

export function RoundTripLine({ device }: { readonly device: string }): ReactNode {
  const hatch = useId();
  const line = useRef<SVGPathElement>(null);
  const lost = useRef<SVGPathElement>(null);
  useDrawing(device, (path, gaps) => {
    line.current?.setAttribute('d', path);
    lost.current?.setAttribute('d', gaps);
  });
  return (
    <svg className="round-trips" viewBox={`0 0 ${WIDTH} 22`} aria-hidden="true" data-testid={`round-trips:${device}`}>
      <pattern id={hatch} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path d="M0 0V5" className="lost-line" />
      </pattern>
      <path ref={lost} className="lost" fill={`url(#${hatch})`} />
      <path d={`M0 ${BASE}H${WIDTH}`} className="base" />
      <path ref={line} className="line" />
    </svg>
  );
}

function useDrawing(device: string, paint: (path: string, gaps: string) => void): void {
  const session = useSession();
  const model = useObservable(session.station.model);
  const roundTrip = model?.byName.get(systemTagName(device, 'round-trip'));
  const state = model?.byName.get(systemTagName(device, 'state'));
  const latest = useRef(paint);
  useEffect(() => {
    latest.current = paint;
  });
  useEffect(() => {
    if (roundTrip === undefined || state === undefined) return undefined;
    const draw = (): void => {
      const to = session.client.stationNow();
      const from = to - WINDOW_MS;
      const points = maskedByState(trips.series, states.series);
      const isUp = session.link.get().phase === 'up';
      const last = isUp ? (points.v.at(-1) ?? Number.NaN) : Number.NaN;
      const isLive = !Number.isNaN(last);
      const { t, v } = points;
      const scale = { low: 0, high: topOf(points, from), from: BASE, to: TOP };
      const live = isLive ? { t: [...t, to], v: [...v, last] } : { t, v };
      const gaps = badSpans(points, from, to, isLive).map(([a, b]) => {
        const x = (time: number): string => (((time - from) / WINDOW_MS) * WIDTH).toFixed(1);
        return `M${x(a)} ${TOP}H${x(b)}V${BASE}H${x(a)}Z`;
      });
      latest.current(seriesPath({ ...live, from, to, x: 0, width: WIDTH, scale }), gaps.join(''));
    };
    const nothing = (): void => undefined;
    const trips = session.recent.watch(roundTrip.name, roundTrip.handle, nothing);
    const states = session.recent.watch(state.name, state.handle, nothing);
    // Looked at: the stream goes on telling of them.
    const offs = [roundTrip, state].map(tag => session.tags.subscribe(tag.handle, nothing));
    const off = session.second.subscribe(() => {
      if (session.second.get() % REDRAW_EVERY_S === 0) draw();
    });
    draw();
    return () => {
      for (const end of [...offs, off]) end();
      trips.release();
      states.release();
    };
  }, [session, roundTrip, state]);
}
