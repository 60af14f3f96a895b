import type { SystemRole } from '#gate/permissions.ts';
import { plotAssociation } from './association.ts';
import { plotCourses } from './courses.ts';
import { plotMaintenance } from './maintenance.ts';
import type { Plot, Rows } from './plot.ts';
import { plotProperty } from './property.ts';
import { plotService } from './service.ts';

/** Somebody who signs in, beside the operator, who owns them all. They have no password; the machine makes links. */
export interface Person {
  userName: string;
  displayName: string;
  role: SystemRole;
}

export interface Demonstration {
  slug: string;
  name: string;
  /** Key of the template that its registers are made from. */
  template: string;
  people: readonly Person[];
  plot(plot: Plot): readonly Rows[];
}

const person = (name: string, displayName: string, role: SystemRole): Person => ({
  userName: `demo.${name}`,
  displayName,
  role,
});

/** One organisation for each template, in the order in which they are made. */
export const demonstrations: readonly Demonstration[] = [
  {
    slug: 'lindangen',
    name: 'Lindängens IF',
    template: 'association',
    people: [
      person('karin', 'Karin Lindqvist', 'administrator'),
      person('yusuf', 'Yusuf Warsame', 'editor'),
      person('elsa', 'Elsa Åkesson', 'reader'),
      person('ove', 'Ove Härdelin', 'auditor'),
      person('mirja', 'Mirja Koskinen', 'privacy_officer'),
    ],
    plot: plotAssociation,
  },
  {
    slug: 'almvik',
    name: 'Almviks folkhögskola',
    template: 'courses',
    people: [
      person('maj', 'Maj Sandell', 'administrator'),
      person('samira', 'Samira Haddad', 'editor'),
      person('jukka', 'Jukka Niemi', 'reader'),
    ],
    plot: plotCourses,
  },
  {
    slug: 'kvarnasen',
    name: 'Kvarnåsens Bostäder',
    template: 'property',
    people: [
      person('birgitta', 'Birgitta Modée', 'administrator'),
      person('haris', 'Haris Begić', 'editor'),
      person('tilde', 'Tilde Öberg', 'editor'),
    ],
    plot: plotProperty,
  },
  {
    slug: 'nordanvik',
    name: 'Nordanviks Värmeservice',
    template: 'service',
    people: [
      person('rikard', 'Rikard Wallin', 'administrator'),
      person('kaveh', 'Kaveh Tehrani', 'editor'),
      person('frida', 'Frida Löfberg', 'editor'),
      person('esa', 'Esa Räsänen', 'editor'),
    ],
    plot: plotService,
  },
  {
    slug: 'hedvik',
    name: 'Hedviks Mekaniska',
    template: 'maintenance',
    people: [
      person('ulrika', 'Ulrika Svärd', 'administrator'),
      person('pawel', 'Paweł Nowak', 'editor'),
      person('goran', 'Göran Sköld', 'editor'),
      person('idil', 'Idil Farah', 'editor'),
    ],
    plot: plotMaintenance,
  },
];
