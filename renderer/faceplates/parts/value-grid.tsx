/** Values of an asset as cells: what it is, the number in its quality with its unit, the tag. A press opens the trend. */
import type { ReactNode } from 'react';
import { useTexts } from '../../store/session.ts';
import { TagValue } from '../../ui/tag-value.tsx';
import type { RoleTag } from './use-asset.ts';

export function ValueGrid({ values }: { readonly values: readonly RoleTag[] }): ReactNode {
  const { texts } = useTexts();
  const words = texts.faceplate;
  if (values.length === 0) return <p className="plate-note">{words.lacking.noTags}</p>;
  return (
    <div className="plate-grid">
      {values.map(({ role, tag }) => (
        <div key={role}>
          <em>{words.role[role] ?? role}</em>
          <TagValue tag={tag} hasUnit />
          <small>{tag.name}</small>
        </div>
      ))}
    </div>
  );
}
