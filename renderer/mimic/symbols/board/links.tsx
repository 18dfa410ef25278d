/**
 * Ways to another screen: `link` is the off-page arrow at the end of a pipe, `scene-button` a button anywhere. Both are buttons:
 * focus, Enter and space work, and a finger finds 46 px whatever is drawn.
 */
import type { ReactNode } from 'react';
import type { SceneNode } from '../../../../shared/model/scene.ts';
import { LINK, WAY_BUTTON, WAY_TEXT } from '../../../../shared/scene/catalogue/sizes.ts';
import { linkWidth, wayButtonWidth } from '../../../../shared/scene/marks/sized-area.ts';
import { openScene } from '../../../navigation/go-to.ts';
import { useSession, useTexts } from '../../../store/session.ts';
import { pressKeys } from '../../../ui/press-keys.ts';
import { type DrawInput, defineSymbol, stringProp, textProp } from '../../define-symbol.ts';

/** Half of what a finger needs, px at the design size. */
const TOUCH = 23;

interface WayProps {
  readonly node: SceneNode;
  readonly area: readonly [number, number, number, number];
  readonly children: ReactNode;
}

function Way({ node, area: [x, y, width, height], children }: WayProps): ReactNode {
  const session = useSession();
  const { pick } = useTexts();
  const scene = stringProp(node, 'scene');
  const label = textProp(node, 'label');
  if (scene === undefined) return <g>{children}</g>;
  const go = (): void => openScene(session, scene);
  return (
    <g
      className="target"
      role="link"
      tabIndex={0}
      aria-label={label === undefined ? node.id : pick(label)}
      data-scene={scene}
      data-testid={`way:${node.id}`}
      onClick={go}
      onKeyDown={pressKeys(go)}
    >
      <rect className="hit" x={x} y={y} width={width} height={height} />
      {children}
    </g>
  );
}

/** Origin: where the pipe meets it, its left end for what leaves the screen, its tip for what comes in. */
function Link({ node }: DrawInput): ReactNode {
  const { pick } = useTexts();
  const label = textProp(node, 'label');
  const width = linkWidth(node);
  const { pad, tip, height } = LINK;
  const left = stringProp(node, 'dir') === 'in' ? -width - tip : 0;
  const half = height / 2;
  return (
    <Way node={node} area={[left, -TOUCH, width + tip, 2 * TOUCH]}>
      <path
        d={`M${left} ${-half}H${left + width}L${left + width + tip} 0L${left + width} ${half}H${left}Z`}
        className="s0"
      />
      <text x={left + pad} y={4.5} className={`t${WAY_TEXT} txt`}>
        {label === undefined ? '' : pick(label)}
      </text>
    </Way>
  );
}

/** Origin: top left corner. */
function SceneButton({ node }: DrawInput): ReactNode {
  const { pick } = useTexts();
  const label = textProp(node, 'label');
  const width = wayButtonWidth(node);
  return (
    <Way node={node} area={[0, -8, width, 2 * TOUCH]}>
      <rect width={width} height={WAY_BUTTON.height} className="way" />
      <text x={12} y={20} className={`t${WAY_TEXT} txt`}>
        {label === undefined ? '' : pick(label)}
      </text>
      <path d={`M${width - 18} 10l6 5l-6 5`} className="sl" />
    </Way>
  );
}

export const link = defineSymbol({ id: 'link', draw: input => <Link {...input} /> });
export const sceneButton = defineSymbol({ id: 'scene-button', draw: input => <SceneButton {...input} /> });
