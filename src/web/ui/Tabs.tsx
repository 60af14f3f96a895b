import './Tabs.css';
import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components/Tabs';

export interface TabsProps {
  label: string;
  tabs: readonly {
    id: string;
    title: string;
    count?: number | string;
    href?: string;
    isDisabled?: boolean;
    content?: ReactNode;
  }[];
  value?: string;
  onChange?: (id: string) => void;
}

export function Tabs({ label, tabs, value, onChange }: TabsProps) {
  return (
    <AriaTabs
      className="v-tabs"
      {...(value !== undefined && { selectedKey: value })}
      {...(onChange && { onSelectionChange: (key) => onChange(String(key)) })}
    >
      <TabList className="v-tab-list" aria-label={label}>
        {tabs.map((tab) => (
          <Tab
            key={tab.id}
            id={tab.id}
            className="v-tab"
            isDisabled={tab.isDisabled ?? false}
            {...(tab.href !== undefined && { href: tab.href })}
          >
            {tab.title}
            {tab.count !== undefined && <span className="v-tab-count">{tab.count}</span>}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className="v-tab-panel">
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
