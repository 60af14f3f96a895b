import './Banner.css';
import type { ReactNode } from 'react';
import { useMessages } from '../language.ts';
import { IconButton } from './Button.tsx';
import { Icon } from './Icon.tsx';
import { messages } from './messages.ts';

export interface BannerProps {
  tone?: 'info' | 'success' | 'warning' | 'danger';
  title?: string;
  children?: ReactNode;
  action?: ReactNode;
  onClose?: () => void;
}

/** Stays until its reason is gone. `danger` interrupts a screen reader, the others wait. */
export function Banner({ tone = 'info', title, children, action, onClose }: BannerProps) {
  const text = useMessages(messages);
  return (
    <div className="v-banner" data-tone={tone} role={tone === 'danger' ? 'alert' : 'status'}>
      <Icon name={tone} />
      <div className="v-banner-text">
        <span className="v-hidden">{text.tones[tone]}: </span>
        {title && <strong>{title}</strong>}
        {children && <div>{children}</div>}
      </div>
      {action && <div className="v-banner-action">{action}</div>}
      {onClose && <IconButton icon="close" label={text.close} size="small" onPress={onClose} hasTooltip={false} />}
    </div>
  );
}
