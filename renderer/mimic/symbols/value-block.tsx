/**
 * The moving analogue indicator: the last hour runs into a vertical bar on the same scale, so the trend ends where the
 * pointer points. Band L…H grey, ticks by weight (LL and HH heavy), set point hollow on the left, value solid on the right.
 */
import { type ReactNode, useRef } from 'react';
import { BLOCK_HEAD, blockNumberSize, sizesOf } from '../../../shared/scene/catalogue/sizes.ts';
import { textWidth } from '../../../shared/scene/text-width.ts';
import { useTexts } from '../../store/session.ts';
import { type DrawInput, defineSymbol, numberProp } from '../define-symbol.ts';
import { DemoStrip } from '../demo-strip.tsx';
import { LiveNumber, useFacts, useLook, ValueTarget } from '../live.tsx';
import { MissingNote } from '../missing-note.tsx';
import { place, type Scale } from '../scale.ts';
import { useSpark } from '../spark.ts';

const BAR_WIDTH = 10;
/** Between chart and bar, px. */
const BAR_GAP = 4;
/** Bar, its gap and the pointer right of it, px. */
const BAR_ROOM = 26;
/** The hatched end of a chart whose value is not live. */
const GAP_WIDTH = 12;

interface LimitsProps {
  readonly scale: Scale;
  readonly facts: ReturnType<typeof useFacts>;
  readonly chartWidth: number;
}

function Limits({ scale, facts, chartWidth }: LimitsProps): ReactNode {
  const barX = chartWidth + BAR_GAP;
  const { LL, L, H, HH } = facts.limits;
  const hasBand = L !== undefined || H !== undefined;
  const top = place(scale, H ?? scale.high);
  const bottom = place(scale, L ?? scale.low);
  const ticks: [number | undefined, string][] = [
    [L, 'tick1'],
    [H, 'tick1'],
    [LL, 'tick2'],
    [HH, 'tick2'],
  ];
  return (
    <>
      {hasBand ? (
        <>
          <rect x={0} y={top} width={chartWidth} height={bottom - top} className="bandl" />
          <rect x={barX} y={top} width={BAR_WIDTH} height={bottom - top} className="band" />
        </>
      ) : null}
      {ticks.map(([limit, weight], i) =>
        limit === undefined || limit < scale.low || limit > scale.high ? null : (
          <path key={i} d={`M${barX} ${place(scale, limit).toFixed(1)}h${BAR_WIDTH}`} className={weight} />
        ),
      )}
    </>
  );
}

interface SetPointProps {
  readonly handle: number | undefined;
  readonly scale: Scale;
  readonly chartWidth: number;
}

function SetPoint({ handle, scale, chartWidth }: SetPointProps): ReactNode {
  const group = useRef<SVGGElement>(null);
  useLook(handle, look => {
    const y = look.value === null ? null : place(scale, look.value);
    group.current?.setAttribute('visibility', y === null ? 'hidden' : 'visible');
    group.current?.setAttribute('class', look.kind === 'stale' ? 'old' : '');
    if (y !== null) group.current?.setAttribute('transform', `translate(0 ${y.toFixed(1)})`);
  });
  if (handle === undefined) return null;
  return (
    <g ref={group} visibility="hidden">
      <path d={`M0 0H${chartWidth}`} className="spline" />
      <path d={`M${chartWidth - 4}-5l7 5l-7 5Z`} className="sp" />
    </g>
  );
}

function ValueBlock({ node, handles }: DrawInput): ReactNode {
  const { pick } = useTexts();
  const facts = useFacts(node);
  const handle = handles['value'];
  const { width, height } = sizesOf('value-block', node);
  // The chart takes what head, bar and pointer leave.
  const chart = { y: BLOCK_HEAD.height, height: height - BLOCK_HEAD.height, width: width - BAR_ROOM };
  const barX = chart.width + BAR_GAP;
  const scale: Scale = {
    low: numberProp(node, 'low') ?? facts.low ?? 0,
    high: numberProp(node, 'high') ?? facts.high ?? 100,
    from: height,
    to: BLOCK_HEAD.height,
  };
  const pointer = useRef<SVGGElement>(null);
  const gap = useRef<SVGRectElement>(null);
  const ink = useRef<SVGPathElement>(null);
  const demo = useRef<SVGRectElement>(null);
  useSpark({ tag: facts.tag, handle, x: 0, width: chart.width, scale, path: ink, demo });
  useLook(handle, look => {
    const isLive = look.kind !== 'stale' && look.kind !== 'bad';
    gap.current?.setAttribute('visibility', isLive ? 'hidden' : 'visible');
    pointer.current?.setAttribute('visibility', look.value === null ? 'hidden' : 'visible');
    pointer.current?.setAttribute('class', isLive ? 'pointer' : 'pointer hollow');
    if (look.value === null) return;
    pointer.current?.setAttribute('transform', `translate(0 ${place(scale, look.value).toFixed(1)})`);
  });
  const right = width - (facts.unit === '' ? 0 : textWidth(facts.unit, 12) + 4);
  return (
    <ValueTarget handle={handle} facts={facts} area={[-6, -3, width + 12, height + 8]}>
      <text x={0} y={BLOCK_HEAD.tagY} className="t12 mut">
        {facts.tag}
      </text>
      <text x={0} y={BLOCK_HEAD.captionY} className="t13 txt">
        {facts.caption === undefined ? '' : pick(facts.caption)}
      </text>
      <text x={width} y={BLOCK_HEAD.numberY} className="t12 mut" textAnchor="end">
        {facts.unit}
      </text>
      <rect x={0} {...chart} className="plot" />
      <rect x={barX} y={chart.y} width={BAR_WIDTH} height={chart.height} className="track" />
      <Limits scale={scale} facts={facts} chartWidth={chart.width} />
      <SetPoint handle={handles['setpoint']} scale={scale} chartWidth={chart.width} />
      <path ref={ink} className="spark" />
      <DemoStrip strip={demo} y={chart.y} />
      <rect
        ref={gap}
        x={chart.width - GAP_WIDTH}
        y={chart.y}
        width={GAP_WIDTH}
        height={chart.height}
        className="hatch"
        visibility="hidden"
      />
      <MissingNote handle={handle} at={[0, BLOCK_HEAD.height + 18]} lineHeight={15} />
      <g ref={pointer} className="pointer" visibility="hidden">
        <path d={`M${barX} 0h${BAR_WIDTH}`} className="tick1" />
        <path d={`M${width - 1}-6l-10 6l10 6Z`} className="ptr" />
      </g>
      <LiveNumber
        handle={handle}
        facts={facts}
        at={[right, BLOCK_HEAD.numberY]}
        size={blockNumberSize(width)}
        bold
        age={[chart.width - 2, height - 18]}
      />
    </ValueTarget>
  );
}

export const valueBlock = defineSymbol({
  id: 'value-block',
  draw: input => <ValueBlock {...input} />,
});
