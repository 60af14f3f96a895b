import './Link.css';
import './Button.css';
import type { ReactNode } from 'react';
import { Link as AriaLink } from 'react-aria-components/Link';
import { Icon, type IconName } from './Icon.tsx';

export interface LinkProps {
  href: string;
  /** In running navigation, where the place says that it is a link. */
  isQuiet?: boolean;
  isExternal?: boolean;
  children: ReactNode;
}

/** Goes by the router inside the product, without a new page load. */
export function Link({ href, isQuiet = false, isExternal = false, children }: LinkProps) {
  return (
    <AriaLink
      href={href}
      className="v-link"
      data-quiet={isQuiet || undefined}
      {...(isExternal && { target: '_blank', rel: 'noreferrer' })}
    >
      {children}
      {isExternal && <Icon name="external" size={14} />}
    </AriaLink>
  );
}

export interface LinkButtonProps {
  href: string;
  variant?: 'primary' | 'secondary' | 'quiet';
  size?: 'medium' | 'small';
  icon?: IconName;
  /** The browser saves what the address gives, under this name. */
  download?: string | true;
  children: ReactNode;
}

/** Looks as a button, is a link: for what has an address. */
export function LinkButton({
  href,
  variant = 'secondary',
  size = 'medium',
  icon,
  download,
  children,
}: LinkButtonProps) {
  return (
    <AriaLink
      href={href}
      className="v-button"
      data-variant={variant}
      data-size={size}
      {...(download !== undefined && { download })}
    >
      {icon && <Icon name={icon} size={size === 'small' ? 16 : 18} />}
      <span className="v-button-text">{children}</span>
    </AriaLink>
  );
}
