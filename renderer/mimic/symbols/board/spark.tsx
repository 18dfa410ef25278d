/** A short trend without axes, for beside a number: the last hour on the range given or on its own, with the band L…H. */
import { type ReactNode, useRef, useState } from 'react';
import { sizesOf } from '../../../../shared/scene/catalogue/sizes.ts';
import { type DrawInput, defineSymbol, numberProp } from '../../define-symbol.ts';
import { DemoStrip } from '../../demo-strip.tsx';
import { leastSpan } from '../../ladder-range.ts';
import { useFacts, useLook, ValueTarget } from '../../live.tsx';
import { place, type Scale } from '../../scale.ts';
import { useSpark } from '../../spark.ts';

const GAP_WIDTH = 8;

/** Origin: top left of the plot. */
function Spark({ node, handles }: DrawInput): ReactNode {
  const facts = useFacts(node);
  const handle = handles['value'];
  const { width, height } = sizesOf('spark', node);
  const low = numberProp(node, 'low');
  const high = numberProp(node, 'high');
  const [own, setOwn] = useState<readonly [number, number]>([0, 1]);
  const scale: Scale = { low: low ?? own[0], high: high ?? own[1], from: height, to: 0 };
  const ink = useRef<SVGPathElement>(null);
  const demo = useRef<SVGRectElement>(null);
  const gap = useRef<SVGRectElement>(null);
  const dot = useRef<SVGCircleElement>(null);
  const isOwn = low === undefined || high === undefined;
  const onRange = (least: number, most: number): void =>
    setOwn(before => (before[0] === least && before[1] === most ? before : [least, most]));
  useSpark({
    tag: facts.tag,
    handle,
    x: 0,
    width,
    scale,
    path: ink,
    demo,
    ...(isOwn ? { onRange, leastSpan: leastSpan(facts) } : {}),
  });
  useLook(handle, look => {
    const isLive = look.kind !== 'stale' && look.kind !== 'bad';
    gap.current?.setAttribute('visibility', isLive ? 'hidden' : 'visible');
    dot.current?.setAttribute('visibility', isLive && look.value !== null ? 'visible' : 'hidden');
    if (look.value !== null) dot.current?.setAttribute('cy', place(scale, look.value).toFixed(1));
  });
  const { L, H } = facts.limits;
  const top = place(scale, H ?? scale.high);
  const bottom = place(scale, L ?? scale.low);
  return (
    <ValueTarget handle={handle} facts={facts} area={[-4, -4, width + 8, height + 8]}>
      <rect width={width} height={height} className="plot" />
      {L === undefined && H === undefined ? null : (
        <rect y={top} width={width} height={Math.max(0, bottom - top)} className="bandl" />
      )}
      <path ref={ink} className="spark" />
      <DemoStrip strip={demo} y={0} />
      <circle ref={dot} cx={width} r={3} className="ptr" visibility="hidden" />
      <rect ref={gap} x={width - GAP_WIDTH} width={GAP_WIDTH} height={height} className="hatch" visibility="hidden" />
    </ValueTarget>
  );
}

export const spark = defineSymbol({ id: 'spark', draw: input => <Spark {...input} /> });
