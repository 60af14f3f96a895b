import './Avatar.css';

export interface AvatarProps {
  name: string;
  size?: 'small' | 'medium' | 'large';
  /** Organisations have corners, people are round. */
  shape?: 'round' | 'square';
}

const HUES = 6;

/** Initials; the name stands beside it, so it is silent. */
export function Avatar({ name, size = 'medium', shape = 'round' }: AvatarProps) {
  const words = name.split(/\s+/).filter(Boolean);
  const initials = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.[0] ?? '').join('');
  // The colour only helps the eye to find the same name again.
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return (
    <span className="v-avatar" data-size={size} data-shape={shape} data-hue={sum % HUES} aria-hidden="true">
      {initials.toLocaleUpperCase('sv')}
    </span>
  );
}
