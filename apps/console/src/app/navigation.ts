/** The rail as data: which links exist, in which group, for which area. */
import type { LucideIcon } from 'lucide-react'
import {
  Activity,
  Archive,
  CalendarClock,
  FileClock,
  FlaskConical,
  House,
  Inbox,
  ListChecks,
  Mail,
  Scale,
  ScrollText,
  Search,
  ShieldBan,
  SquareStack,
  UserCheck,
  Users,
  Workflow,
  Zap,
} from 'lucide-react'
import type { common } from '../i18n/en/common.ts'
import { type Area, visibleAreas } from '../session/areas.ts'

export type NavLabel = Exclude<keyof typeof common.nav, 'label' | 'open' | 'close' | 'collapse' | 'expand'>

export interface NavItem {
  readonly to: string
  readonly label: NavLabel
  readonly icon: LucideIcon
  /** The letter after `g` that goes there. */
  readonly key?: string
  readonly demoOnly?: boolean
  /** A right that the page needs beyond that of its area. */
  readonly right?: string
}

export interface NavGroup {
  readonly area: Area | 'everyone'
  readonly label: NavLabel | undefined
  readonly items: readonly NavItem[]
}

export const navigation: readonly NavGroup[] = [
  { area: 'everyone', label: undefined, items: [{ to: '/home', label: 'home', icon: House }] },
  {
    area: 'cases',
    label: 'casesGroup',
    items: [
      { to: '/cases', label: 'queue', icon: Users, key: 'c' },
      { to: '/approvals', label: 'approvals', icon: ListChecks },
    ],
  },
  {
    area: 'screening',
    label: 'screeningGroup',
    items: [
      { to: '/screening/try', label: 'tryName', icon: Search },
      { to: '/lists', label: 'lists', icon: ScrollText },
      { to: '/blacklist', label: 'blacklist', icon: ShieldBan },
      { to: '/good-guys', label: 'goodGuys', icon: UserCheck },
    ],
  },
  {
    area: 'policy',
    label: 'policyGroup',
    items: [
      { to: '/policy', label: 'riskPolicy', icon: Scale, key: 'p', right: 'policy.read' },
      { to: '/retention', label: 'retention', icon: Archive, right: 'retention.read' },
    ],
  },
  {
    area: 'build',
    label: 'buildGroup',
    items: [
      { to: '/build/workflows', label: 'workflows', icon: Workflow, key: 'w' },
      { to: '/build/tasks', label: 'tasks', icon: SquareStack },
      { to: '/build/events', label: 'eventHandlers', icon: Zap },
      { to: '/build/schedules', label: 'schedules', icon: CalendarClock },
      { to: '/workbench', label: 'workbench', icon: FlaskConical, key: 'b' },
    ],
  },
  {
    area: 'operate',
    label: 'operateGroup',
    items: [
      { to: '/executions', label: 'executions', icon: Activity, key: 'e' },
      { to: '/queues', label: 'queues', icon: Inbox, key: 'q' },
    ],
  },
  { area: 'audit', label: undefined, items: [{ to: '/audit', label: 'audit', icon: FileClock }] },
  { area: 'everyone', label: undefined, items: [{ to: '/mailbox', label: 'mailbox', icon: Mail, demoOnly: true }] },
]

/** Items without a right are absent, not greyed; so are those whose page does not exist. */
export function visibleNavigation(
  permissions: readonly string[],
  demo: boolean,
  hasPage: (to: string) => boolean,
): readonly NavGroup[] {
  const areas = visibleAreas(permissions)
  const mayOpen = ({ right }: NavItem): boolean => right === undefined || permissions.includes(right)
  return navigation
    .filter((group) => group.area === 'everyone' || areas.has(group.area))
    .map((group) => ({
      ...group,
      items: group.items.filter((item) => hasPage(item.to) && mayOpen(item) && (demo || item.demoOnly !== true)),
    }))
    .filter((group) => group.items.length > 0)
}
