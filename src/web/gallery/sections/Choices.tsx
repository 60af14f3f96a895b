import { Checkbox } from '../../ui/Checkbox.tsx';
import { RadioGroup } from '../../ui/RadioGroup.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { ROLES } from '../sample.ts';
import { Section } from './Section.tsx';

export function Choices() {
  return (
    <Section title="Val">
      <div className="v-columns">
        <div className="v-stack">
          <Checkbox defaultSelected>Vald</Checkbox>
          <Checkbox description="Med en förklaring under.">Inte vald</Checkbox>
          <Checkbox isIndeterminate>Några valda</Checkbox>
          <Checkbox isInvalid>Måste väljas</Checkbox>
          <Checkbox isDisabled defaultSelected>
            Avstängd
          </Checkbox>
        </div>
        <div className="v-stack">
          <Switch defaultSelected>Kräv andra faktor</Switch>
          <Switch description="Av: sessionen slutar när fönstret stängs.">Tillåt att förbli inloggad</Switch>
          <Switch isDisabled>Avstängd</Switch>
          <Switch isDisabled defaultSelected>
            Avstängd, på
          </Switch>
        </div>
        <RadioGroup label="Roll" options={ROLES} defaultValue="admin" description="En roll per medlemskap." />
      </div>
    </Section>
  );
}
