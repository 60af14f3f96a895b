import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router';

/** The pages of registers, below `/o/$slug`. A record has one address, on a phone and beside the table alike. */
export const registerRoutes = <Parent extends AnyRoute>(parent: Parent) => {
  const registers = createRoute({
    getParentRoute: () => parent,
    path: 'registers',
    component: lazyRouteComponent(() => import('./RegistersPage.tsx'), 'RegistersPage'),
    staticData: { permission: 'register.read' },
  });
  const register = createRoute({
    getParentRoute: () => parent,
    path: 'registers/$register',
    component: lazyRouteComponent(() => import('./RegisterPage.tsx'), 'RegisterPage'),
    staticData: { permission: 'record.read' },
  });
  const newRecord = createRoute({
    getParentRoute: () => register,
    path: 'records/new',
    component: lazyRouteComponent(() => import('./NewRecordPanel.tsx'), 'NewRecordPanel'),
  });
  const record = createRoute({
    getParentRoute: () => register,
    path: 'records/$record',
    component: lazyRouteComponent(() => import('./RecordPanel.tsx'), 'RecordPanel'),
  });
  // The panel itself turns into a form: leaving and entering it must not move the focus out and in.
  const edit = createRoute({ getParentRoute: () => record, path: 'edit' });
  const trash = createRoute({
    getParentRoute: () => parent,
    path: 'registers/$register/trash',
    component: lazyRouteComponent(() => import('./TrashPage.tsx'), 'TrashPage'),
    staticData: { permission: 'record.read' },
  });
  const design = createRoute({
    getParentRoute: () => parent,
    path: 'registers/$register/design',
    component: lazyRouteComponent(() => import('./design/DesignPage.tsx'), 'DesignPage'),
    staticData: { permission: 'register.write' },
  });
  const imports = createRoute({
    getParentRoute: () => parent,
    path: 'registers/$register/import',
    component: lazyRouteComponent(() => import('./ImportsPage.tsx'), 'ImportsPage'),
    staticData: { permission: 'record.import' },
  });
  const oneImport = createRoute({
    getParentRoute: () => parent,
    path: 'registers/$register/import/$import',
    component: lazyRouteComponent(() => import('./ImportPage.tsx'), 'ImportPage'),
    staticData: { permission: 'record.import' },
  });
  return [
    registers,
    register.addChildren([newRecord, record.addChildren([edit])]),
    trash,
    design,
    imports,
    oneImport,
  ] as const;
};
