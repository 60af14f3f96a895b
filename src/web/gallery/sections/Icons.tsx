import { Icon, ICON_NAMES } from '../../ui/Icon.tsx';
import { Section } from './Section.tsx';

export function Icons() {
  return (
    <Section title="Ikoner">
      <div className="g-icons">
        {ICON_NAMES.map((name) => (
          <span key={name}>
            <Icon name={name} size={22} />
            {name}
          </span>
        ))}
      </div>
    </Section>
  );
}
