/**
 * How far a mimic is zoomed, with the way back to the whole; and, so that no alarm hides beyond the edge, how many badges that nobody
 * has acknowledged are out of view, with the worst of them. A press brings that one into view.
 */
import { type ReactNode, type RefObject, useMemo } from 'react';
import type { SceneNode, ServedScene } from '../../../shared/model/scene.ts';
import { areaOf, badgePlace, markedParts } from '../../../shared/scene/marks/marked-area.ts';
import { type Area, grown } from '../../../shared/scene/place-node.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { type AlarmMark, type AlarmMarks, worstFirst } from '../../alarms/alarm-order.ts';
import { lookOf, MarkBadge, useMarks } from '../../alarms/badge/alarm-badge.tsx';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { markOfNode } from '../scene-marks.ts';
import { bringIn, hiddenNow, type SceneSight, seenNow } from './scene-sight.ts';
import { isWithin, markScale, WHOLE } from './zoom.ts';

interface ReadoutProps {
  readonly svg: RefObject<SVGSVGElement | null>;
  readonly scene: ServedScene;
  readonly nodes: readonly SceneNode[];
}

export function ZoomReadout({ svg, scene, nodes }: ReadoutProps): ReactNode {
  const { zoom } = useSession();
  const { factor } = useObservable(zoom);
  const words = useTexts().texts.mimic.zoom;
  return (
    <div className="zoom-readout" data-testid="zoom">
      {svg.current === null ? null : <OutOfView sight={{ svg: svg.current, size: scene.size, zoom }} nodes={nodes} />}
      <output aria-label={words.title} data-testid="zoom-factor">
        {Math.round(factor * 100)} %
      </output>
      <button
        type="button"
        className="button"
        title={words.whole}
        aria-label={words.whole}
        data-testid="zoom-whole"
        onClick={() => zoom.set(WHOLE)}
      >
        100 % <kbd>0</kbd>
      </button>
    </div>
  );
}

interface OutProps {
  readonly sight: SceneSight;
  readonly nodes: readonly SceneNode[];
}

function OutOfView({ sight, nodes }: OutProps): ReactNode {
  const words = useTexts().texts.mimic.zoom;
  // The window may have another size by now, or the view may have been scrolled.
  useObservable(useSession().second);
  const parts = useMemo(() => nodes.flatMap(markedParts), [nodes]);
  const marks = useMarks(all =>
    calling(parts, all)
      .map(({ node, mark }) => node.id + lookOf(mark))
      .join(),
  );
  const out = calling(parts, marks)
    .filter(({ node, area }) => !isSeen(sight, node, area))
    .toSorted((a, b) => worstFirst(a.mark, b.mark));
  const [worst] = out;
  if (worst === undefined) return null;
  const text = fill(words.outOfView, { n: String(out.length) });
  return (
    <button
      type="button"
      className="button zoom-out"
      title={words.bringIn}
      data-testid="zoom-out-of-view"
      onClick={() => bringIn(sight, worst.area)}
    >
      <MarkBadge mark={worst.mark} /> {text}
    </button>
  );
}

interface Calling {
  readonly node: SceneNode;
  readonly area: Area;
  readonly mark: AlarmMark;
}

/** Whose badge flashes. */
const calling = (parts: readonly SceneNode[], marks: AlarmMarks): readonly Calling[] =>
  parts.flatMap(node => {
    const mark = markOfNode(node, marks);
    const area = areaOf(node);
    return mark?.isUnacknowledged === true && area !== null ? [{ node, area, mark }] : [];
  });

/** Half a badge, design pixels. */
const HALF = 12;

/** Of a badge the whole must be in view, and nothing of it behind the read-out. */
function isSeen(sight: SceneSight, node: SceneNode, area: Area): boolean {
  const half = HALF * markScale(sight.zoom.get().factor);
  const place = badgePlace(node, area).at;
  const hidden = hiddenNow(sight);
  return isWithin(place, grown(seenNow(sight), -half)) && (hidden === null || !isWithin(place, grown(hidden, half)));
}
