/**
 * One value against another, or against the sum of two (`x2`: a header that feeds two outlets): a dot for every five minutes of the last hours, by their averages, and where both stand now. The
 * characteristic of a regulator (pressure against flow) or of a filter (differential pressure against flow) is read from it. The normal
 * band and the limits are those of the value on the vertical axis. Origin: top left of the plot.
 */
import { type ReactNode, useRef } from 'react';
import { sizesOf } from '../../../../shared/scene/catalogue/sizes.ts';
import { formatNumber } from '../../../../shared/units/format.ts';
import { useSession, useTexts } from '../../../store/session.ts';
import { useNow } from '../../../store/use-now.ts';
import { usePolled } from '../../../store/use-polled.ts';
import { booleanProp, type DrawInput, defineSymbol, numberProp } from '../../define-symbol.ts';
import { useFacts, useLook, type ValueFacts, ValueTarget } from '../../live.tsx';
import { place, type Scale } from '../../scale.ts';
import { presentPlace, type XyPlot, xyDots } from './history-path.ts';

const HOUR_MS = 3_600_000;
const STEP_MS = 300_000;
const ASK_AGAIN_S = 60;

function XyChart({ node, handles }: DrawInput): ReactNode {
  const facts = useFacts(node, 'y');
  const across = useFacts(node, 'x');
  const second = useFacts(node, 'x2');
  const { width, height } = sizesOf('xy-chart', node);
  const plot: XyPlot = {
    x: {
      low: numberProp(node, 'xLow') ?? across.low ?? 0,
      high: numberProp(node, 'xHigh') ?? across.high ?? 1,
      from: 0,
      to: width,
    },
    y: {
      low: numberProp(node, 'low') ?? facts.low ?? 0,
      high: numberProp(node, 'high') ?? facts.high ?? 1,
      from: height,
      to: 0,
    },
  };
  return (
    <ValueTarget handle={handles['y']} facts={facts} area={[-4, -4, width + 8, height + 22]}>
      <rect width={width} height={height} className="plot" />
      <Frame facts={facts} across={across} plot={plot} hasAxis={booleanProp(node, 'axis') === true} />
      <SetPointLine handle={handles['setpoint']} scale={plot.y} width={width} />
      <Dots
        hours={numberProp(node, 'hours') ?? 24}
        tags={{ xs: [across.tag, second.tag].filter(tag => tag !== ''), y: facts.tag }}
        plot={plot}
      />
      <Present handles={{ xs: [handles['x'], handles['x2']], y: handles['y'] }} plot={plot} decimals={facts.decimals} />
    </ValueTarget>
  );
}

interface FrameProps {
  readonly facts: ValueFacts;
  readonly across: ValueFacts;
  readonly plot: XyPlot;
  /** With numbers beside the vertical axis. */
  readonly hasAxis: boolean;
}

function Frame({ facts, across, plot: { x, y }, hasAxis }: FrameProps): ReactNode {
  const { L, H } = facts.limits;
  const top = place(y, H ?? y.high);
  return (
    <>
      {L === undefined && H === undefined ? null : (
        <rect y={top} width={x.to} height={place(y, L ?? y.low) - top} className="bandl" />
      )}
      {(hasAxis ? [y.low, (y.low + y.high) / 2, y.high] : []).map(level => (
        <text key={level} x={x.to + 6} y={place(y, level) + 4} className="t12 mut">
          {formatNumber(level, facts.decimals)}
        </text>
      ))}
      <text y={y.from + 15} className="t12 mut">
        {formatNumber(x.low, 0)}
      </text>
      <text x={x.to} y={y.from + 15} className="t12 mut" textAnchor="end">
        {`${formatNumber(x.high, 0)} ${across.unit}`}
      </text>
    </>
  );
}

interface SetPointProps {
  readonly handle: number | undefined;
  readonly scale: Scale;
  readonly width: number;
}

function SetPointLine({ handle, scale, width }: SetPointProps): ReactNode {
  const line = useRef<SVGPathElement>(null);
  useLook(handle, look => {
    const isShown = look.value !== null && look.value >= scale.low && look.value <= scale.high;
    line.current?.setAttribute('d', isShown ? `M0 ${place(scale, look.value ?? 0).toFixed(1)}H${width}` : '');
  });
  return <path ref={line} className="spline" />;
}

interface DotsProps {
  readonly hours: number;
  readonly tags: { readonly xs: readonly string[]; readonly y: string };
  readonly plot: XyPlot;
}

function Dots({ hours, tags, plot }: DotsProps): ReactNode {
  const { texts } = useTexts();
  const to = useNow(STEP_MS);
  const { value, isOld } = usePolled(
    'history.aggregate',
    { tags: [...tags.xs, tags.y], aggregates: ['TimeAverage'], from: to - hours * HOUR_MS, to, stepMs: STEP_MS },
    ASK_AGAIN_S,
  );
  const xs = value?.filter(series => tags.xs.includes(series.tag)) ?? [];
  const ys = value?.find(series => series.tag === tags.y);
  const dots = ys === undefined ? '' : xyDots(xs, ys, plot);
  const words = isOld
    ? texts.mimic.historyFailed
    : value === null
      ? texts.mimic.readingHistory
      : dots === ''
        ? texts.mimic.nothingRecorded
        : '';
  return (
    <>
      <path d={dots} className="xy-dots" />
      {words === '' ? null : (
        <text x={plot.x.to / 2} y={17} className="t12 mut" textAnchor="middle">
          {words}
        </text>
      )}
    </>
  );
}

interface PresentProps {
  readonly handles: { readonly xs: readonly (number | undefined)[]; readonly y: number | undefined };
  readonly plot: XyPlot;
  /** Of the value upwards. */
  readonly decimals: number;
}

/** Degrees by which the arrow is turned. */
const ARROWS = { up: 0, right: 90, down: 180, left: 270 } as const;

/**
 * Solid while all are live; hollow when one is old; nothing when one is not known. Beyond the scales it is an arrow at the frame,
 * with the number that does not fit upwards.
 */
function Present({ handles: { xs, y }, plot, decimals }: PresentProps): ReactNode {
  const session = useSession();
  const dot = useRef<SVGGElement>(null);
  const circle = useRef<SVGCircleElement>(null);
  const arrow = useRef<SVGPathElement>(null);
  const beyondText = useRef<SVGTextElement>(null);
  const paint = (): void => {
    const looks = [...xs, y].flatMap(handle => (handle === undefined ? [] : [session.look(handle)]));
    const numbers = looks.flatMap(({ value }) => (value === null ? [] : [value]));
    const isShown = numbers.length === looks.length;
    dot.current?.setAttribute('visibility', isShown ? 'visible' : 'hidden');
    if (!isShown) return;
    dot.current?.setAttribute('class', looks.some(({ kind }) => kind === 'stale') ? 'xy-now is-old' : 'xy-now');
    const across = numbers.slice(0, -1).reduce((sum, number) => sum + number, 0);
    const up = numbers.at(-1) ?? 0;
    const { at, beyond } = presentPlace(plot, across, up);
    dot.current?.setAttribute('transform', `translate(${at[0].toFixed(1)} ${at[1].toFixed(1)})`);
    circle.current?.setAttribute('visibility', beyond === null ? 'inherit' : 'hidden');
    arrow.current?.setAttribute('visibility', beyond === null ? 'hidden' : 'inherit');
    arrow.current?.setAttribute('transform', `rotate(${ARROWS[beyond ?? 'up']})`);
    // Towards the middle, so that it stays in the plot.
    const isRight = at[0] > (plot.x.from + plot.x.to) / 2;
    beyondText.current?.setAttribute('x', isRight ? '-10' : '10');
    beyondText.current?.setAttribute('y', beyond === 'down' ? '-2' : '12');
    beyondText.current?.setAttribute('text-anchor', isRight ? 'end' : 'start');
    const words = beyond === 'up' || beyond === 'down' ? formatNumber(up, decimals) : '';
    if (beyondText.current !== null && beyondText.current.textContent !== words) beyondText.current.textContent = words;
  };
  useLook(xs[0], paint);
  useLook(xs[1], paint);
  useLook(y, paint);
  return (
    <g ref={dot} className="xy-now" visibility="hidden">
      <circle ref={circle} r={4.5} />
      <path ref={arrow} d="M-6 9L0 0L6 9Z" visibility="hidden" />
      <text ref={beyondText} className="t12 txt halo" />
    </g>
  );
}

export const xyChart = defineSymbol({
  id: 'xy-chart',
  draw: input => <XyChart {...input} />,
});
