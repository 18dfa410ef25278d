/**
 * The set-point ladder: the moving analogue indicator of an outlet with every device that is set on it. Devices stand on the left with
 * leaders across the last hour, alarm limits on the right; the device that acts is bold, the present value is in a solid flag. What the
 * devices are set to comes from the equipment list (`assets.json`), limits from the alarms of the tag.
 */
import { type ReactNode, useMemo, useRef } from 'react';
import { sizesOf } from '../../../../shared/scene/catalogue/sizes.ts';
import { textWidth } from '../../../../shared/scene/text-width.ts';
import { formatNumber } from '../../../../shared/units/format.ts';
import { useObservable, useSession, useTexts } from '../../../store/session.ts';
import { type DrawInput, defineSymbol, numberProp, type SymbolDefinition, stringProp } from '../../define-symbol.ts';
import { DemoStrip } from '../../demo-strip.tsx';
import { LiveNumber, useFacts, useLook, useSymbolState, type ValueFacts, ValueTarget } from '../../live.tsx';
import { place, type Scale } from '../../scale.ts';
import { useSpark } from '../../spark.ts';
import { actingSteps, type LadderStep, ladderSteps, spread } from './ladder-steps.ts';

const VALUE_X = 138;
const PLOT = { x: 152, width: 112 } as const;
const BAR = { x: 268, width: 16 } as const;
const LIMIT = { nameX: 314, valueX: 420 } as const;
const FLAG = { tip: 285, x: 297, width: 127, height: 28 } as const;
/** Labels nearer than this cannot be read apart, px. */
const LABEL_GAP = 17;

function Ladder({ node, handles }: DrawInput): ReactNode {
  const facts = useFacts(node);
  const { height } = sizesOf('ladder', node);
  const scale: Scale = {
    low: numberProp(node, 'low') ?? facts.low ?? 0,
    high: numberProp(node, 'high') ?? facts.high ?? 1,
    from: height,
    to: 0,
  };
  const handle = handles['value'];
  return (
    <ValueTarget handle={handle} facts={facts} area={[-8, -10, 440, height + 34]}>
      <rect x={PLOT.x} width={PLOT.width} height={height} className="plot" />
      <rect x={BAR.x} width={BAR.width} height={height} className="track" />
      <Band facts={facts} scale={scale} />
      <AxisTicks scale={scale} step={numberProp(node, 'step') ?? 0} />
      <Steps node={node} handles={handles} scale={scale} facts={facts} />
      <Limits facts={facts} scale={scale} />
      <SetPoint handle={handles['setpoint']} scale={scale} />
      <Line facts={facts} handle={handle} scale={scale} height={height} />
      <Flag facts={facts} handle={handle} scale={scale} />
    </ValueTarget>
  );
}

function Band({ facts, scale }: { readonly facts: ValueFacts; readonly scale: Scale }): ReactNode {
  const { L, H } = facts.limits;
  if (L === undefined && H === undefined) return null;
  const top = place(scale, H ?? scale.high);
  const height = place(scale, L ?? scale.low) - top;
  return (
    <>
      <rect x={PLOT.x} y={top} width={PLOT.width} height={height} className="bandl" />
      <rect x={BAR.x} y={top} width={BAR.width} height={height} className="band" />
    </>
  );
}

function AxisTicks({ scale, step }: { readonly scale: Scale; readonly step: number }): ReactNode {
  if (step <= 0) return null;
  const count = Math.floor((scale.high - scale.low) / step + 1e-6);
  const ticks = Array.from({ length: count + 1 }, (_none, i) => place(scale, scale.low + i * step));
  return <path d={ticks.map(y => `M${BAR.x + 11} ${y.toFixed(1)}h5`).join('')} className="tick1" />;
}

interface StepsProps extends Pick<DrawInput, 'node' | 'handles'> {
  readonly facts: ValueFacts;
  readonly scale: Scale;
}

function Steps({ node, handles, facts, scale }: StepsProps): ReactNode {
  const { texts } = useTexts();
  const assets = useObservable(useSession().station.model)?.description.assets;
  const duty = stringProp(node, 'duty');
  const standby = stringProp(node, 'standby');
  const steps = useMemo(
    () =>
      ladderSteps(
        assets?.find(asset => asset.id === duty),
        assets?.find(asset => asset.id === standby),
      ).toReversed(),
    [assets, duty, standby],
  );
  const judged = useMemo<SymbolDefinition>(
    () => ({ ...ladder, state: readings => actingSteps(readings, steps) }),
    [steps],
  );
  const acting = useSymbolState(judged, node, handles).split(' ');
  const places = steps.map(step => place(scale, step.value));
  const labels = spread(places, LABEL_GAP);
  return steps.map((step, i) => (
    <Step
      key={step.of}
      step={step}
      name={texts.mimic.ladder[step.kind]}
      decimals={facts.decimals}
      at={[places[i] ?? 0, labels[i] ?? 0]}
      isActing={acting.includes(step.kind)}
      isOld={acting.includes(`${step.kind}~`)}
    />
  ));
}

interface StepProps {
  readonly step: LadderStep;
  readonly name: string;
  readonly decimals: number;
  /** Where it belongs and where its label stands, px. */
  readonly at: readonly [number, number];
  readonly isActing: boolean;
  /** It acted when its values were known last: hatched, as those are. */
  readonly isOld: boolean;
}

function Step({ step, name, decimals, at: [y, labelY], isActing, isOld }: StepProps): ReactNode {
  const weight = isActing ? ' b' : '';
  return (
    <g data-step={step.kind} data-acting={isActing ? 'true' : isOld ? 'old' : undefined}>
      <title>{step.of}</title>
      <path
        d={`M${VALUE_X + 4} ${labelY.toFixed(1)}L${PLOT.x} ${y.toFixed(1)}H${BAR.x - 4}`}
        className="hair"
        opacity={0.55}
      />
      <path d={`M${BAR.x - 7} ${(y - 5).toFixed(1)}l7 5l-7 5Z`} className="sp" />
      {isOld ? <rect x={-3} y={labelY - 8} width={textWidth(name, 13) + 6} height={16} className="hatch" /> : null}
      <text y={labelY + 4.5} className={isOld ? 't13 txt halo' : isActing ? 't13 txt b' : 't13 mut'}>
        {name}
      </text>
      <text x={VALUE_X} y={labelY + 4.5} className={`t13 val${weight}`} textAnchor="end">
        {formatNumber(step.value, decimals)}
      </text>
    </g>
  );
}

function Limits({ facts, scale }: { readonly facts: ValueFacts; readonly scale: Scale }): ReactNode {
  const shown = (['HH', 'H', 'L', 'LL'] as const).flatMap(name => {
    const value = facts.limits[name];
    return value === undefined || value < scale.low || value > scale.high ? [] : [{ name, value }];
  });
  return shown.map(({ name, value }) => {
    const y = place(scale, value);
    return (
      <g key={name}>
        <path d={`M${BAR.x} ${y.toFixed(1)}h24`} className={name.length === 2 ? 'tick2' : 'tick1'} />
        <text x={LIMIT.nameX} y={y + 4.5} className="t13 txt b">
          {name}
        </text>
        <text x={LIMIT.valueX} y={y + 4.5} className="t13 val" textAnchor="end">
          {formatNumber(value, facts.decimals)}
        </text>
      </g>
    );
  });
}

/** What the control system asks of the pilots, across the last hour. */
function SetPoint({ handle, scale }: { readonly handle: number | undefined; readonly scale: Scale }): ReactNode {
  const line = useRef<SVGPathElement>(null);
  useLook(handle, look => {
    line.current?.setAttribute('visibility', look.value === null ? 'hidden' : 'visible');
    if (look.value !== null) line.current?.setAttribute('transform', `translate(0 ${place(scale, look.value)})`);
  });
  if (handle === undefined) return null;
  return <path ref={line} d={`M${PLOT.x} 0h${PLOT.width}`} className="spline" visibility="hidden" />;
}

interface LineProps {
  readonly facts: ValueFacts;
  readonly handle: number | undefined;
  readonly scale: Scale;
  readonly height: number;
}

function Line({ facts, handle, scale, height }: LineProps): ReactNode {
  const { texts } = useTexts();
  const ink = useRef<SVGPathElement>(null);
  const demo = useRef<SVGRectElement>(null);
  const gap = useRef<SVGRectElement>(null);
  useSpark({ tag: facts.tag, handle, x: PLOT.x, width: PLOT.width, scale, path: ink, demo });
  useLook(handle, look => {
    const isLive = look.kind !== 'stale' && look.kind !== 'bad';
    gap.current?.setAttribute('visibility', isLive ? 'hidden' : 'visible');
  });
  return (
    <>
      <path ref={ink} className="spark" />
      <g transform={`translate(${PLOT.x} 0)`}>
        <DemoStrip strip={demo} y={0} />
      </g>
      <rect ref={gap} x={PLOT.x + PLOT.width - 12} width={12} height={height} className="hatch" visibility="hidden" />
      <text x={PLOT.x} y={height + 14} className="t12 mut">
        {texts.oneHourAgo}
      </text>
      <text x={PLOT.x + PLOT.width} y={height + 14} className="t12 mut" textAnchor="end">
        {texts.now}
      </text>
    </>
  );
}

/** Solid while the value is live; an old or missing one stands on a plain flag, where its quality can be seen. */
function Flag({ facts, handle, scale }: Omit<LineProps, 'height'>): ReactNode {
  const group = useRef<SVGGElement>(null);
  const body = useRef<SVGPathElement>(null);
  return (
    <g ref={group} className="flag" transform={`translate(0 ${scale.from / 2})`}>
      <path ref={body} d={`M${FLAG.tip} 0L${FLAG.x}-14H${FLAG.x + FLAG.width}V14H${FLAG.x}Z`} className="flag-body" />
      <LiveNumber
        handle={handle}
        facts={facts}
        at={[388, 7]}
        size={20}
        bold
        age={[FLAG.x + FLAG.width, 17]}
        onLook={look => {
          const isLive = look.kind !== 'stale' && look.kind !== 'bad';
          group.current?.setAttribute('class', isLive ? 'flag' : 'flag is-old');
          if (look.value === null) return;
          group.current?.setAttribute('transform', `translate(0 ${place(scale, look.value).toFixed(1)})`);
        }}
      />
      <text x={LIMIT.valueX} y={7} className="t12 flag-unit" textAnchor="end">
        {facts.unit}
      </text>
    </g>
  );
}

export const ladder: SymbolDefinition = defineSymbol({
  id: 'ladder',
  draw: input => <Ladder {...input} />,
});
