/** Names of the columns of the alarm list. */
import type { ReactNode } from 'react';
import { useTexts } from '../../store/session.ts';

export function ListHead(): ReactNode {
  const { column } = useTexts().texts.alarms;
  return (
    <div className="alarm-row alarm-column-names" aria-hidden="true">
      <span />
      <span>{column.time}</span>
      <span>{column.tag}</span>
      <span>{column.text}</span>
      <span className="c-consequence">{column.consequence}</span>
      <span className="r c-trip">{column.trip}</span>
      <span className="r">{column.now}</span>
      <span className="r">{column.limit}</span>
      <span />
      <span className="c-bar">{column.bar}</span>
      <span>{column.state}</span>
      <span className="r c-age">{column.age}</span>
      <span className="r c-count">{column.count}</span>
      <span />
    </div>
  );
}
