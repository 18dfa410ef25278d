/**
 * Makes a symbol of the mimic open the faceplate of its equipment: by a press, Enter, Space, a long press or the context menu. A
 * symbol without equipment is drawn as it is.
 */
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { fill } from '../../shared/text/catalog.ts';
import { useObservable, useSession, useTexts } from '../store/session.ts';
import { type AssetNode, assetOfNode } from './asset-of.ts';

interface TargetProps {
  readonly node: AssetNode;
  readonly transform: string;
  /** Space of the drawing around its origin, as it stands: x, y, width, height. */
  readonly area: readonly [number, number, number, number];
  /** A word or a chart: as large as it is, and no stop of the Tab key beside the drawing of the same equipment. */
  readonly isWritten: boolean;
  readonly children: ReactNode;
}

/** Least size that a finger hits, design pixels (12 mm). */
const FINGER = 46;

export function AssetTarget({ node, transform, area, isWritten, children }: TargetProps): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const assets = useObservable(session.station.model)?.description.assets ?? [];
  const asset = assetOfNode(node, assets);
  if (asset === undefined) return <g transform={transform}>{children}</g>;
  const { id } = asset;
  const open = (event: MouseEvent | KeyboardEvent): void => {
    // A value that is drawn in the symbol has its own press.
    if (event.target instanceof Element && event.target.closest('.target, .alarm-mark') !== null) return;
    event.preventDefault();
    session.plates.show(id, event.currentTarget);
  };
  const [x, y, width, height] = isWritten ? area : fingerWide(area);
  return (
    <g
      transform={transform}
      className="asset"
      role="button"
      tabIndex={isWritten ? -1 : 0}
      aria-label={`${fill(texts.faceplate.title, { name: `${id} ${pick(asset.name)}` })}`}
      data-asset={id}
      data-written={isWritten ? 'true' : undefined}
      data-testid={`asset:${node.id}`}
      onClick={open}
      onContextMenu={open}
      onKeyDown={event => {
        if (event.key === 'Enter' || event.key === ' ') open(event);
      }}
      onPointerEnter={() => session.plates.warm(id)}
      onFocus={() => session.plates.warm(id)}
    >
      <rect className="hit" x={x} y={y} width={width} height={height} />
      {children}
    </g>
  );
}

/** The area, made as large as a finger around its own middle. */
export function fingerWide([x, y, width, height]: TargetProps['area']): TargetProps['area'] {
  const w = Math.max(FINGER, width);
  const h = Math.max(FINGER, height);
  return [x - (w - width) / 2, y - (h - height) / 2, w, h];
}
