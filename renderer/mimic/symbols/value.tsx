/** Numbers on the mimic: a free value, a table row, a state in words, an age box. */
import { type ReactNode, useRef } from 'react';
import type { SceneNode } from '../../../shared/model/scene.ts';
import { VALUE_SIZES } from '../../../shared/scene/catalogue/readings.ts';
import { LINE_TEXTS, MINI_BAR, SIZES, sizesOf } from '../../../shared/scene/catalogue/sizes.ts';
import { textWidth } from '../../../shared/scene/text-width.ts';
import { useTexts } from '../../store/session.ts';
import {
  booleanProp,
  type DrawInput,
  defineSymbol,
  numberProp,
  stringProp,
  textProp,
  truth,
  withAge,
} from '../define-symbol.ts';
import { type AgePlace, LiveNumber, useFacts, useLook, ValueTarget } from '../live.tsx';
import { MissingNote, noteEnd } from '../missing-note.tsx';
import { place } from '../scale.ts';

type Size = (typeof VALUE_SIZES)[number];

const sizeOf = (asked: number): Size => VALUE_SIZES.find(size => size === asked) ?? SIZES.value.size;

function agePlace(node: SceneNode): AgePlace {
  const x = numberProp(node, 'ageX');
  const y = numberProp(node, 'ageY');
  if (x !== undefined && y !== undefined) return [x, y];
  return stringProp(node, 'age') === 'none' ? 'none' : 'left';
}

/** Origin: right edge and base line of the number; the unit follows it. */
function Value({ node, handles }: DrawInput): ReactNode {
  const facts = useFacts(node);
  const { size: asked, width } = sizesOf('value', node);
  const size = sizeOf(asked);
  return (
    <ValueTarget handle={handles['value']} facts={facts} area={[-width, -size, width + 40, size + 6]}>
      <LiveNumber
        handle={handles['value']}
        facts={facts}
        at={[0, 0]}
        size={size}
        bold={size >= 16}
        age={agePlace(node)}
      />
      <text x={4} y={0} className="t12 mut">
        {facts.unit}
      </text>
    </ValueTarget>
  );
}

interface MiniBarProps {
  readonly handle: number | undefined;
  readonly x: number;
  readonly low: number;
  readonly high: number;
}

function MiniBar({ handle, x, low, high }: MiniBarProps): ReactNode {
  const group = useRef<SVGGElement>(null);
  const bar = useRef<SVGRectElement>(null);
  const tick = useRef<SVGPathElement>(null);
  useLook(handle, look => {
    const isShown = look.value !== null && look.kind !== 'stale';
    const visibility = isShown ? 'visible' : 'hidden';
    if (group.current?.getAttribute('visibility') !== visibility) group.current?.setAttribute('visibility', visibility);
    if (!isShown) return;
    const width = place({ low, high, from: 0, to: MINI_BAR.width }, look.value);
    bar.current?.setAttribute('width', width.toFixed(1));
    tick.current?.setAttribute('d', `M${(x + width).toFixed(1)} ${MINI_BAR.y - 3}v12`);
  });
  return (
    <g ref={group} visibility="hidden">
      <rect x={x} {...MINI_BAR} className="track" />
      <rect ref={bar} x={x} {...MINI_BAR} width={0} className="fillbar" />
      <path ref={tick} className="tick1" />
    </g>
  );
}

/** Origin: left end of the label, base line. `valueX` is the right edge of the number, `width` that of the rule below. */
function Row({ node, handles }: DrawInput): ReactNode {
  const { pick, texts } = useTexts();
  const facts = useFacts(node);
  const handle = handles['value'];
  const { valueX, width } = sizesOf('row', node);
  const tagX = numberProp(node, 'tagX');
  const barX = numberProp(node, 'barX');
  const reason = useRef<SVGTextElement>(null);
  const label = textProp(node, 'label');
  return (
    <ValueTarget handle={handle} facts={facts} area={[-4, -14, width + 8, 19]}>
      {booleanProp(node, 'rule') === false ? null : <path d={`M0 6H${width}`} className="rule" />}
      <text className={`t${LINE_TEXTS.row.label} mut`}>{label === undefined ? '' : pick(label)}</text>
      {tagX === undefined ? null : (
        <text x={tagX} className="t12 mut">
          {stringProp(node, 'tagText') ?? facts.tag}
        </text>
      )}
      {barX === undefined ? null : <MiniBar handle={handle} x={barX} low={facts.low ?? 0} high={facts.high ?? 100} />}
      <LiveNumber
        handle={handle}
        facts={facts}
        at={[valueX, 0]}
        size={LINE_TEXTS.row.number}
        age={agePlace(node)}
        onLook={look => {
          if (booleanProp(node, 'reason') !== true || reason.current === null) return;
          const text = look.kind === 'bad' ? texts.qualityReason[look.reason] : facts.unit;
          if (reason.current.textContent !== text) reason.current.textContent = text;
        }}
      />
      {booleanProp(node, 'reason') === true ? null : (
        <MissingNote handle={handle} at={[noteEnd(valueX, LINE_TEXTS.row.number), 0]} isEnd />
      )}
      <text ref={reason} x={valueX + 4} className="t12 mut">
        {facts.unit}
      </text>
    </ValueTarget>
  );
}

/**
 * One word for the state of up to four bound contacts: one of them true → `on` text, all false → `off` text. A row of one contact
 * opens its trend.
 */
function StateRow({ node, state, handles }: DrawInput): ReactNode {
  const { pick } = useTexts();
  const facts = useFacts(node, 'a');
  const { valueX, width } = sizesOf('state-row', node);
  const texts = LINE_TEXTS['state-row'];
  const tagX = numberProp(node, 'tagX');
  const label = textProp(node, 'label');
  const isStale = state.endsWith('~');
  const plain = state.replace('~', '');
  const word = plain === 'on' || plain === 'off' ? textProp(node, plain) : undefined;
  const shown = word === undefined ? '----' : pick(word);
  const inkWidth = textWidth(shown, texts.number, plain === 'on') + 4;
  const content = (
    <>
      {booleanProp(node, 'rule') === false ? null : <path d={`M0 6H${width}`} className="rule" />}
      <text className={`t${texts.label} mut`}>{label === undefined ? '' : pick(label)}</text>
      {tagX === undefined ? null : (
        <text x={tagX} className="t12 mut">
          {stringProp(node, 'tagText') ?? ''}
        </text>
      )}
      {isStale ? <rect className="hatch" x={valueX - inkWidth} y={-12} width={inkWidth + 2} height={15} /> : null}
      {plain === 'on' ? (
        <rect
          className={isStale ? 'sbox' : 'chip'}
          x={valueX - inkWidth - 6}
          y={-13}
          width={inkWidth + 12}
          height={18}
        />
      ) : null}
      <text
        x={valueX}
        className={`t${texts.number} ${isStale ? 'txt halo' : plain === 'on' ? 'b inv' : 'txt'}`}
        textAnchor="end"
        data-testid={`value:${node.bind['a'] ?? node.id}`}
        data-quality={plain === 'unknown' ? 'bad' : isStale ? 'stale' : 'good'}
      >
        {shown}
      </text>
      <MissingNote handle={handles['a']} at={[noteEnd(valueX, texts.number), 0]} isEnd />
    </>
  );
  if (Object.keys(node.bind).length > 1) return content;
  return (
    <ValueTarget handle={handles['a']} facts={facts} area={[-4, -14, width + 8, 19]}>
      {content}
    </ValueTarget>
  );
}

export const value = defineSymbol({
  id: 'value',
  draw: input => <Value {...input} />,
});

export const row = defineSymbol({
  id: 'row',
  draw: input => <Row {...input} />,
});

export const stateRow = defineSymbol({
  id: 'state-row',
  states: ['on', 'off', 'unknown'],
  inWords: false,
  state: readings => {
    const all = Object.values(readings).map(truth);
    if (all.some(on => on === true)) return withAge('on', readings);
    return all.length === 0 || all.some(on => on === null) ? 'unknown' : withAge('off', readings);
  },
  draw: input => <StateRow {...input} />,
});
