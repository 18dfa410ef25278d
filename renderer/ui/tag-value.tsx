/** A live value of a tag in HTML, and the name of a tag; both tell what stands behind them and open its trend. */
import type { ReactNode } from 'react';
import type { TagDefinition } from '../../shared/model/tag.ts';
import { fill } from '../../shared/text/catalog.ts';
import { useSession, useTexts } from '../store/session.ts';
import { Reading, useHandleLook } from './reading.tsx';
import { targetHandlers } from './target-handlers.ts';
import { wordedLook } from './worded-look.ts';

interface TagProps {
  readonly tag: TagDefinition;
}

/** The unit stands elsewhere, e.g. in the head of a column, unless asked for. */
export function TagValue({ tag, hasUnit = false }: TagProps & { readonly hasUnit?: boolean }): ReactNode {
  const look = wordedLook(tag.name, useHandleLook(tag.handle), useTexts().texts);
  return (
    <TagButton tag={tag} className="tag-value">
      <Reading look={look} decimals={tag.decimals} unit={hasUnit ? tag.unit : ''} testId={`value:${tag.name}`} />
    </TagButton>
  );
}

export function TagName({ tag }: TagProps): ReactNode {
  return (
    <TagButton tag={tag} className="tag-name">
      {tag.name}
    </TagButton>
  );
}

interface TagButtonProps extends TagProps {
  readonly className: string;
  readonly children: ReactNode;
}

function TagButton({ tag, className, children }: TagButtonProps): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const handlers = targetHandlers(session, element => ({ handle: tag.handle, tag: tag.name, element }));
  return (
    <button
      type="button"
      className={className}
      aria-label={fill(texts.valueLabel, { tag: tag.name, name: pick(tag.description) })}
      {...handlers}
    >
      {children}
    </button>
  );
}
