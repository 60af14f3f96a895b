import './DatePicker.css';
import './ListBox.css';
import { CalendarDate, parseDate } from '@internationalized/date';
import type { ClipboardEvent } from 'react';
import { Button } from 'react-aria-components/Button';
import {
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  Heading,
} from 'react-aria-components/Calendar';
import { DateInput, DateSegment } from 'react-aria-components/DateField';
import { DatePicker as AriaDatePicker } from 'react-aria-components/DatePicker';
import { Dialog } from 'react-aria-components/Dialog';
import { Group } from 'react-aria-components/Group';
import { Popover } from 'react-aria-components/Popover';
import { useMessages } from '../language.ts';
import type { DateFieldProps } from './DateField.tsx';
import { ariaField, FieldLabel, FieldNotes } from './Field.tsx';
import { Icon } from './Icon.tsx';
import { messages } from './messages.ts';

/** Loaded by `DateField`; pages use that. */
export default function DatePicker(props: DateFieldProps) {
  const { label, description, error, isRequired, isLabelHidden, value, defaultValue, onChange, min, max } = props;
  const text = useMessages(messages);

  // Segments take digits but no pasting of their own.
  const onPaste = (event: ClipboardEvent) => {
    const pasted = readDate(event.clipboardData.getData('text'));
    if (!pasted || props.isDisabled || props.isReadOnly) return;
    event.preventDefault();
    onChange?.(pasted.toString());
  };

  return (
    <AriaDatePicker
      {...ariaField(props)}
      {...(value !== undefined && { value: value === null ? null : (readDate(value) ?? null) })}
      {...(defaultValue !== undefined && { defaultValue: readDate(defaultValue) ?? null })}
      {...(min !== undefined && { minValue: parseDate(min) })}
      {...(max !== undefined && { maxValue: parseDate(max) })}
      onChange={(date) => onChange?.(date === null ? null : date.toString())}
      shouldForceLeadingZeros
      className="v-field"
      validationBehavior="aria"
    >
      <FieldLabel label={label} {...(isRequired && { isRequired })} {...(isLabelHidden && { isLabelHidden })} />
      <Group className="v-box v-date" onPaste={onPaste}>
        <DateInput className="v-date-input">
          {(segment) => <DateSegment segment={segment} className="v-date-segment" />}
        </DateInput>
        <Button className="v-box-button" aria-label={text.openCalendar}>
          <Icon name="calendar" size={17} />
        </Button>
      </Group>
      <FieldNotes description={description} error={error} />
      <Popover className="v-popover v-calendar-popover" offset={4}>
        <Dialog className="v-calendar-dialog" aria-label={label}>
          <Calendar className="v-calendar" firstDayOfWeek="mon">
            <header className="v-calendar-header">
              <Button slot="previous" className="v-box-button" aria-label={text.previousMonth}>
                <Icon name="chevronLeft" />
              </Button>
              <Heading className="v-calendar-title" />
              <Button slot="next" className="v-box-button" aria-label={text.nextMonth}>
                <Icon name="chevronRight" />
              </Button>
            </header>
            <CalendarGrid className="v-calendar-grid" weekdayStyle="short">
              <CalendarGridHeader>
                {(day) => <CalendarHeaderCell className="v-calendar-weekday">{day}</CalendarHeaderCell>}
              </CalendarGridHeader>
              <CalendarGridBody>{(date) => <CalendarCell date={date} className="v-calendar-day" />}</CalendarGridBody>
            </CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </AriaDatePicker>
  );
}

/** `2026-03-04` and, as people write it, `20260304` or `2026/3/4`. */
function readDate(written: string): CalendarDate | undefined {
  const parts = /^\s*(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})\s*$/.exec(written);
  if (!parts) return undefined;
  const [year, month, day] = parts.slice(1).map(Number);
  if (!year || !month || !day) return undefined;
  const date = new CalendarDate(year, month, day);
  // 31 February becomes another day: better nothing than a date that nobody wrote.
  return date.month === month && date.day === day ? date : undefined;
}
