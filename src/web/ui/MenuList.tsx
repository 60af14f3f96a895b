import './ListBox.css';
import {
  Header,
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuSection as AriaMenuSection,
  Separator,
} from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { Icon, type IconName } from './Icon.tsx';
import type { MenuChoice, MenuItem, MenuListProps } from './Menu.tsx';

/** Loaded by `Menu`; pages use that. */
export default function MenuList({ label, placement, items, trigger, triggerId, isOpen, onClose }: MenuListProps) {
  return (
    <Popover
      className="v-popover"
      triggerRef={trigger}
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      {...(placement && { placement })}
      trigger="MenuTrigger"
      aria-label={label}
      offset={4}
    >
      <AriaMenu
        className="v-list"
        aria-label={label}
        aria-labelledby={triggerId}
        // A menu that was opened is entered: without it the arrow keys would still scroll the page.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus="first"
        onClose={onClose}
      >
        {items.map((entry, place) => {
          if (!entry) return null;
          // oxlint-disable-next-line react/no-array-index-key -- a separator has nothing but its place
          if (entry === 'separator') return <Separator key={place} className="v-list-separator" />;
          return 'choice' in entry ? choice(entry) : item(entry);
        })}
      </AriaMenu>
    </Popover>
  );
}

// Functions, not components: React Aria reads its collection from the elements themselves.
function item({ label, icon, detail, tone, ...passed }: MenuItem) {
  return (
    <AriaMenuItem key={label} id={label} {...passed} textValue={label} className="v-item" data-tone={tone}>
      <Words label={label} icon={icon} detail={detail} />
    </AriaMenuItem>
  );
}

function choice({ choice, value, onChange, options }: MenuChoice) {
  return (
    <AriaMenuSection
      key={choice}
      aria-label={choice}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const [chosen] = keys === 'all' ? [] : [...keys];
        if (chosen !== undefined) onChange(String(chosen));
      }}
    >
      <Header className="v-list-heading">{choice}</Header>
      {options.map(({ id, label, icon }) => (
        <AriaMenuItem key={id} id={id} textValue={label} className="v-item">
          {({ isSelected }) => <Words label={label} icon={icon} isSelected={isSelected} />}
        </AriaMenuItem>
      ))}
    </AriaMenuSection>
  );
}

interface WordsProps {
  label: string;
  icon: IconName | undefined;
  detail?: string | undefined;
  isSelected?: boolean;
}

function Words({ label, icon, detail, isSelected = false }: WordsProps) {
  return (
    <>
      {icon && <Icon name={icon} size={17} />}
      <span className="v-item-text">
        {label}
        {detail && <span className="v-item-detail">{detail}</span>}
      </span>
      {isSelected && (
        <span className="v-item-check">
          <Icon name="check" size={16} />
        </span>
      )}
    </>
  );
}
