import { useLanguage, useMessages } from '#web/language.ts';
import { IconButton } from '#web/ui/Button.tsx';
import { Icon } from '#web/ui/Icon.tsx';
import { KeyValueList } from '#web/ui/KeyValueList.tsx';
import { Popover } from '#web/ui/Popover.tsx';
import { messages } from './messages.ts';
import type { Field } from './queries.ts';

/** Why a personal field is kept, at the field itself: purpose, legal basis, and what its class does to it. */
export function WhyKept({ field }: { field: Field }) {
  const text = useMessages(messages);
  const language = useLanguage();
  if (field.class === 'ordinary' && field.purpose === '') return null;
  const isSealed = field.class === 'identity_number' || field.class === 'sensitive';
  return (
    <div className="r-why">
      <Popover
        label={text.whyKept}
        hasHeading
        placement="bottom end"
        renderTrigger={(trigger) => (
          <IconButton
            {...trigger}
            icon={isSealed ? 'lock' : 'info'}
            size="small"
            label={`${isSealed ? text.sealed : text.whyKept} ${field.label[language]}`}
          />
        )}
      >
        <KeyValueList
          items={[
            { label: text.purpose, value: field.purpose },
            { label: text.legalBasis, value: text.legalBases[field.legalBasis] },
            { label: text.class, value: text.classes[field.class] },
          ]}
        />
        {isSealed && (
          <p className="r-sealed">
            <Icon name="lock" size={16} />
            {text.sealedText}
          </p>
        )}
      </Popover>
    </div>
  );
}
