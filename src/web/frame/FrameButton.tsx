import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import type { MenuTriggerProps } from '../ui/Menu.tsx';

interface FrameButtonProps extends MenuTriggerProps {
  /** What the words that follow are: `Konto: `. */
  label: string;
  children: ReactNode;
}

/** The wide buttons of the side, with a picture, a name and a menu behind them. */
export function FrameButton({ label, children, ...trigger }: FrameButtonProps) {
  return (
    <Button {...trigger} className="f-button">
      <span className="v-hidden">{label}: </span>
      {children}
    </Button>
  );
}
