import './Spinner.css';
import { ProgressBar as AriaProgressBar } from 'react-aria-components/ProgressBar';
import { Label } from 'react-aria-components/Label';

export function Spinner({ size = 16, label }: { size?: number; label?: string }) {
  return (
    <span className="v-spinner" {...(label ? { role: 'progressbar', 'aria-label': label } : { 'aria-hidden': true })}>
      <svg width={size} height={size} viewBox="0 0 16 16" fill="none" strokeWidth="2" aria-hidden="true">
        <circle cx="8" cy="8" r="6.5" stroke="currentColor" opacity="0.25" />
        <path d="M8 1.5A6.5 6.5 0 0 1 14.5 8" stroke="currentColor" strokeLinecap="round" />
      </svg>
    </span>
  );
}

export interface ProgressBarProps {
  label: string;
  /** 0 to 100; absent while nobody knows how much is left. */
  value?: number;
}

export function ProgressBar({ label, value }: ProgressBarProps) {
  return (
    <AriaProgressBar className="v-progress" value={value ?? 0} isIndeterminate={value === undefined}>
      {({ percentage, valueText }) => (
        <>
          <Label className="v-progress-label">{label}</Label>
          {value !== undefined && <span className="v-progress-value">{valueText}</span>}
          <span className="v-progress-track">
            <span className="v-progress-fill" style={value === undefined ? undefined : { width: `${percentage}%` }} />
          </span>
        </>
      )}
    </AriaProgressBar>
  );
}
