import { lazy, Suspense } from 'react';
import './Field.css';
import type { FieldProps } from './Field.tsx';

export interface DateFieldProps extends FieldProps {
  /** A date without time, `2026-03-04`: it is the same day wherever it is read. */
  value?: string | null;
  defaultValue?: string;
  onChange?: (date: string | null) => void;
  min?: string;
  max?: string;
}

// The calendar weighs as much as the rest of a form: it comes when the first date field does.
const DatePicker = lazy(() => import('./DatePicker.tsx'));

export function DateField(props: DateFieldProps) {
  return (
    <Suspense
      fallback={
        <div className="v-field" aria-hidden="true">
          <span className={props.isLabelHidden ? 'v-hidden' : 'v-label'}>{props.label}</span>
          <div className="v-box" />
        </div>
      }
    >
      <DatePicker {...props} />
    </Suspense>
  );
}
