import { useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Banner } from '#web/ui/Banner.tsx';
import { Button } from '#web/ui/Button.tsx';
import { liveMessages } from './live-messages.ts';
import type { RecordView } from './queries.ts';
import { useRegister } from './register.ts';
import { useLastChange } from './useFollow.ts';

interface ChangedMeanwhileProps {
  /** As somebody else has made it, while a form of it stands open. */
  record: RecordView;
  onShow: () => void;
  onKeep: () => void;
}

/** Tells whoever writes that somebody else has been at the same record. Nothing moves, and nothing is lost. */
export function ChangedMeanwhile({ record, onShow, onKeep }: ChangedMeanwhileProps) {
  const text = useMessages(liveMessages);
  const { place } = useRegister();
  const { me } = useOrganisation();
  const last = useLastChange(place, record.id);
  const by = last && last.version >= record.version ? last.by : null;
  const isTrashed = record.trashedAt !== null;
  const [ofOther, ofMe, ofSomebody] = isTrashed
    ? [text.trashedBy, text.trashedByYou, text.trashedBySomebody]
    : [text.changedBy, text.changedByYou, text.changedBySomebody];
  return (
    <div className="r-meanwhile">
      <Banner
        tone="warning"
        title={by === null ? ofSomebody : by.id === me.membershipId ? ofMe : ofOther(by.name)}
        {...(!isTrashed && {
          action: (
            <>
              <Button size="small" onPress={onShow}>
                {text.showSides}
              </Button>
              <Button size="small" variant="quiet" onPress={onKeep}>
                {text.keepMine}
              </Button>
            </>
          ),
        })}
      >
        {isTrashed ? text.trashedText : text.changedText}
      </Banner>
    </div>
  );
}
