import './Skeleton.css';
import { useMessages } from '../language.ts';
import { messages } from './messages.ts';

/** The shape of a line that is on its way. Widths differ as words do; the same place always has the same. */
export function Skeleton({ width = '100%', height }: { width?: string; height?: string }) {
  return <span className="v-skeleton" aria-hidden="true" style={{ width, ...(height && { height }) }} />;
}

export function SkeletonLines({ lines = 3 }: { lines?: number }) {
  const text = useMessages(messages);
  return (
    <output className="v-skeleton-lines">
      <span className="v-hidden">{text.loading}</span>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} width={`${92 - ((line * 37) % 48)}%`} />
      ))}
    </output>
  );
}
