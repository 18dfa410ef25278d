/**
 * The moving analogue indicator: the last hour runs into a vertical bar on the same scale, so the trend ends where the
 * pointer points. Band L…H grey, ticks by weight (LL and HH heavy), set point hollow on the left, value solid on the right.
 */
import { type ReactNode, useRef } from 'react';
import { useTexts } from '../../store/session.ts';
import { type DrawInput, defineSymbol, numberProp } from '../define-symbol.ts';
import { DemoStrip } from '../demo-strip.tsx';
import { LiveNumber, useFacts, useLook, ValueTarget } from '../live.tsx';
import { place, type Scale } from '../scale.ts';
import { useSpark } from '../spark.ts';
import { textWidth } from '../text-width.ts';

const CHART = { y: 64, height: 198, width: 54 } as const;
const BAR_X = 58;
const BAR_WIDTH = 10;
/** The hatched end of a chart whose value is not live. */
const GAP_WIDTH = 12;

function Limits({ scale, facts }: { readonly scale: Scale; readonly facts: ReturnType<typeof useFacts> }): ReactNode {
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
          <rect x={0} y={top} width={CHART.width} height={bottom - top} className="bandl" />
          <rect x={BAR_X} y={top} width={BAR_WIDTH} height={bottom - top} className="band" />
        </>
      ) : null}
      {ticks.map(([limit, weight], i) =>
        limit === undefined || limit < scale.low || limit > scale.high ? null : (
          <path key={i} d={`M${BAR_X} ${place(scale, limit).toFixed(1)}h${BAR_WIDTH}`} className={weight} />
        ),
      )}
    </>
  );
}

function SetPoint({ handle, scale }: { readonly handle: number | undefined; readonly scale: Scale }): ReactNode {
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
      <path d={`M0 0H${CHART.width}`} className="spline" />
      <path d="M50-5L57 0L50 5Z" className="sp" />
    </g>
  );
}

function ValueBlock({ node, handles }: DrawInput): ReactNode {
  const { pick } = useTexts();
  const facts = useFacts(node);
  const handle = handles['value'];
  const scale: Scale = {
    low: numberProp(node, 'low') ?? facts.low ?? 0,
    high: numberProp(node, 'high') ?? facts.high ?? 100,
    from: CHART.y + CHART.height,
    to: CHART.y,
  };
  const pointer = useRef<SVGGElement>(null);
  const gap = useRef<SVGRectElement>(null);
  const ink = useRef<SVGPathElement>(null);
  const demo = useRef<SVGRectElement>(null);
  useSpark({ tag: facts.tag, handle, x: 0, width: CHART.width, scale, path: ink, demo });
  useLook(handle, look => {
    const isLive = look.kind !== 'stale' && look.kind !== 'bad';
    gap.current?.setAttribute('visibility', isLive ? 'hidden' : 'visible');
    pointer.current?.setAttribute('visibility', look.value === null ? 'hidden' : 'visible');
    pointer.current?.setAttribute('class', isLive ? 'pointer' : 'pointer hollow');
    if (look.value === null) return;
    pointer.current?.setAttribute('transform', `translate(0 ${place(scale, look.value).toFixed(1)})`);
  });
  const right = 80 - (facts.unit === '' ? 0 : textWidth(facts.unit, 12) + 4);
  return (
    <ValueTarget handle={handle} facts={facts} area={[-6, -3, 92, CHART.y + CHART.height + 8]}>
      <text x={0} y={12} className="t12 mut">
        {facts.tag}
      </text>
      <text x={0} y={30} className="t13 txt">
        {facts.caption === undefined ? '' : pick(facts.caption)}
      </text>
      <text x={80} y={52} className="t12 mut" textAnchor="end">
        {facts.unit}
      </text>
      <rect x={0} y={CHART.y} width={CHART.width} height={CHART.height} className="plot" />
      <rect x={BAR_X} y={CHART.y} width={BAR_WIDTH} height={CHART.height} className="track" />
      <Limits scale={scale} facts={facts} />
      <SetPoint handle={handles['setpoint']} scale={scale} />
      <path ref={ink} className="spark" />
      <DemoStrip strip={demo} y={CHART.y} />
      <rect
        ref={gap}
        x={CHART.width - GAP_WIDTH}
        y={CHART.y}
        width={GAP_WIDTH}
        height={CHART.height}
        className="hatch"
        visibility="hidden"
      />
      <g ref={pointer} className="pointer" visibility="hidden">
        <path d={`M${BAR_X} 0h${BAR_WIDTH}`} className="tick1" />
        <path d="M79-6L69 0L79 6Z" className="ptr" />
      </g>
      <LiveNumber
        handle={handle}
        facts={facts}
        at={[right, 52]}
        size={16}
        bold
        age={[CHART.width - 2, CHART.y + CHART.height - 18]}
      />
    </ValueTarget>
  );
}

export const valueBlock = defineSymbol({
  id: 'value-block',
  draw: input => <ValueBlock {...input} />,
});
