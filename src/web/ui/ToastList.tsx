import './Toast.css';
import {
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastRegion as AriaToastRegion,
} from 'react-aria-components/Toast';
import { Text } from 'react-aria-components/Toast';
import { useMessages } from '../language.ts';
import { Button, IconButton } from './Button.tsx';
import { Icon } from './Icon.tsx';
import { messages } from './messages.ts';
import { queue } from './Toast.tsx';

const ICONS = { success: 'success', info: 'info', danger: 'danger' } as const;

/** Loaded by `ToastRegion` when there is something to say. */
export default function ToastList() {
  const text = useMessages(messages);
  return (
    <AriaToastRegion queue={queue} className="v-toasts" aria-label={text.messages}>
      {({ toast: item }) => {
        const { title, detail, tone = 'success', action } = item.content;
        return (
          <AriaToast toast={item} className="v-toast" data-tone={tone}>
            <Icon name={ICONS[tone]} />
            {/* React Aria says `alert` here; what happened in passing must not interrupt. */}
            {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- the element is React Aria's */}
            <ToastContent className="v-toast-text" role="status">
              <Text slot="title">{title}</Text>
              {detail && (
                <Text slot="description" className="v-toast-detail">
                  {detail}
                </Text>
              )}
            </ToastContent>
            {action && (
              <Button
                variant="quiet"
                size="small"
                onPress={() => {
                  queue.close(item.key);
                  action.onPress();
                }}
              >
                {action.label}
              </Button>
            )}
            <IconButton slot="close" icon="close" label={text.close} size="small" hasTooltip={false} />
          </AriaToast>
        );
      }}
    </AriaToastRegion>
  );
}
