import { MiniMap, ReactFlow, type ReactFlowInstance, ViewportPortal } from '@xyflow/react'
import { type KeyboardEvent, type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isStatusKey, statusLook } from '../ui/status-vocabulary.ts'
import { DiagramEdges } from './DiagramEdges.tsx'
import { DiagramNode, type DiagramNodeType } from './DiagramNode.tsx'
import { DiagramToolbar } from './DiagramToolbar.tsx'
import type { DiagramLayout, LayoutNode } from './layout-model.ts'
import type { NodeRun, TakenPath } from './run-overlay.ts'
import { canUnfold, ownRef } from './unfold.ts'
import { type Direction, neighbour } from './walk.ts'
import '@xyflow/react/dist/base.css'
import './diagram.css'

const nodeTypes = { box: DiagramNode }
const smallestOnLoad = 0.5
/** Keeps the start clear of the buttons above it. */
const toolbarHeight = 40

export interface DiagramCanvasProps {
  readonly layout: DiagramLayout
  readonly runs?: ReadonlyMap<string, NodeRun> | undefined
  readonly taken?: TakenPath | undefined
  readonly selected: string | undefined
  readonly onSelect: (ref: string | undefined) => void
  /** Reference name to bring into view on load, such as the failing task. */
  readonly focusOn?: string | undefined
  readonly failures?: readonly string[]
  readonly compact?: boolean
  /** Sub-workflows that are shown in place, by reference. */
  readonly inner?: ReadonlyMap<string, unknown> | undefined
  readonly onToggle?: ((ref: string) => void) | undefined
}

const directions = new Map<string, Direction>([
  ['ArrowUp', 'up'],
  ['ArrowDown', 'down'],
  ['ArrowLeft', 'left'],
  ['ArrowRight', 'right'],
])

/** Draws a layout for pan, zoom, selection and keys. One tab stop; arrows move inside. */
export function DiagramCanvas(props: DiagramCanvasProps) {
  const { layout, runs, taken, selected, onSelect, focusOn, compact = false } = props
  const { t } = useTranslation('diagram')
  const { t: common } = useTranslation()
  const frame = useRef<HTMLDivElement>(null)
  const [flow, setFlow] = useState<ReactFlowInstance<DiagramNodeType>>()
  const [active, setActive] = useState<string>()
  const [search, setSearch] = useState('')
  const [showMap, setShowMap] = useState(false)
  const [spoken, setSpoken] = useState('')
  const needle = search.trim().toLowerCase()
  const isMatch = (node: LayoutNode): boolean =>
    needle !== '' &&
    node.task !== undefined &&
    `${node.task.taskReferenceName} ${node.task.name} ${node.task.type}`.toLowerCase().includes(needle)

  const foldOf = (node: LayoutNode): 'unfold' | 'fold' | undefined => {
    const ref = node.task?.taskReferenceName
    if (ref === undefined || props.onToggle === undefined) return undefined
    if (props.inner?.has(ref) === true) return 'fold'
    return canUnfold(node.task, runs?.get(ref)) ? 'unfold' : undefined
  }
  const nodes = useMemo(
    () =>
      layout.nodes.map(
        (node): DiagramNodeType => ({
          id: node.id,
          type: 'box',
          position: { x: node.x, y: node.y },
          width: node.width,
          height: node.height,
          // Sizes are known and edges are our own. Without both, each change mounts every box to measure it.
          measured: { width: node.width, height: node.height },
          handles: [],
          zIndex: node.shape === 'frame' ? 0 : 1,
          data: {
            node,
            run: node.task === undefined ? undefined : runs?.get(node.task.taskReferenceName),
            reached: taken?.nodes.has(node.id),
            isSelected: node.task !== undefined && node.task.taskReferenceName === selected && node.shape !== 'strip',
            isActive: node.id === active,
            isMatch: isMatch(node),
            childRuns: node.cells === undefined ? undefined : runs,
            fold: foldOf(node),
          },
        }),
      ),
    // The matcher depends on the text alone.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [layout, runs, taken, selected, active, needle, props.inner],
  )

  const idOf = (ref: string): string | undefined =>
    layout.nodes.find(
      (node) => node.task?.taskReferenceName === ref && node.shape !== 'strip' && node.shape !== 'stack',
    )?.id
  const show = (id: string | undefined, atOnce = false) => {
    const node = layout.nodes.find((item) => item.id === id)
    if (node === undefined || flow === undefined) return
    void flow.setCenter(node.x + node.width / 2, node.y + Math.min(node.height / 2, 60), {
      zoom: Math.max(flow.getZoom(), smallestOnLoad),
      duration: atOnce || reducedMotion() ? 0 : 200,
    })
  }
  const fit = (instance = flow) => {
    const size = frame.current?.getBoundingClientRect()
    if (instance === undefined || size === undefined) return
    const zoom = Math.min(
      1,
      Math.max(
        compact ? 0.2 : smallestOnLoad,
        Math.min(size.width / layout.width, compact ? size.height / layout.height : 1),
      ),
    )
    void instance.setViewport({ x: (size.width - layout.width * zoom) / 2, y: compact ? 0 : toolbarHeight, zoom })
  }
  const failures = props.failures ?? []
  const nextFailure = () => {
    const index = failures.indexOf(selected ?? '')
    const next = failures[(index + 1) % failures.length]
    if (next === undefined) return
    onSelect(next)
    show(idOf(next))
  }

  useKeepCentred(frame, flow)

  const shownFor = useRef<string>(undefined)
  useEffect(() => {
    if (flow === undefined || focusOn === undefined || shownFor.current === focusOn) return
    shownFor.current = focusOn
    // At once: a movement would be cut short by the first measuring of the frame.
    show(idOf(focusOn), true)
    // Once for each failure: later movements belong to the person.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [flow, focusOn])

  const moveTo = (id: string | undefined) => {
    const node = layout.nodes.find((item) => item.id === id)
    if (node?.task === undefined) return
    setActive(node.id)
    show(node.id)
    const status = runs?.get(node.task.taskReferenceName)?.status
    const word =
      status === undefined
        ? runs === undefined
          ? ''
          : t('notReached')
        : isStatusKey(status)
          ? common(`status.${status}`)
          : status
    const fold = foldOf(node)
    setSpoken(
      [ownRef(node.task.taskReferenceName), node.task.type, word, fold === undefined ? '' : t(`${fold}Key`)]
        .filter(Boolean)
        .join(', '),
    )
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const direction = directions.get(event.key)
    const current = active ?? idOf(selected ?? '') ?? layout.nodes.find((node) => node.task !== undefined)?.id
    if (direction !== undefined) moveTo(active === undefined ? current : neighbour(layout, current ?? '', direction))
    else if (event.key === 'Enter') onSelect(layout.nodes.find((node) => node.id === current)?.task?.taskReferenceName)
    else if (event.key === ' ') {
      const node = layout.nodes.find(({ id }) => id === current)
      if (node?.task !== undefined && foldOf(node) !== undefined) props.onToggle?.(node.task.taskReferenceName)
    } else if (event.key === '0') fit()
    else if (event.key === '+') void flow?.zoomIn()
    else if (event.key === '-') void flow?.zoomOut()
    else if (event.key === 'm') setShowMap(!showMap)
    else if (event.key === 'F') nextFailure()
    else if (event.key === 'f') frame.current?.querySelector<HTMLInputElement>('input[type=search]')?.focus()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const cycleMatches = () => {
    const matches = layout.nodes.filter(isMatch)
    const index = matches.findIndex((node) => node.id === active)
    moveTo(matches[(index + 1) % matches.length]?.id)
  }

  return (
    <div ref={frame} className="relative size-full">
      {!compact && (
        <DiagramToolbar
          search={search}
          onSearch={setSearch}
          onCycle={cycleMatches}
          onFit={() => fit()}
          onZoomIn={() => void flow?.zoomIn()}
          onZoomOut={() => void flow?.zoomOut()}
          onMap={() => setShowMap(!showMap)}
          showsMap={showMap}
          onNextFailure={failures.length > 0 ? nextFailure : undefined}
        />
      )}
      {/* The canvas is one tab stop with keys of its own; the outline beside it is the accessible tree. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        className="absolute inset-0"
        tabIndex={0}
        role="application"
        aria-label={`${t('label')}. ${t('keyboardHelp')}`}
        onKeyDown={onKeyDown}
      >
        <ReactFlow<DiagramNodeType>
          nodes={nodes}
          edges={[]}
          nodeTypes={nodeTypes}
          onInit={(instance) => {
            setFlow(instance)
            fit(instance)
          }}
          onNodeClick={(event, node) => {
            const { ref: cell, fold } = event.target instanceof HTMLElement ? event.target.dataset : {}
            if (fold !== undefined) props.onToggle?.(fold)
            else onSelect(cell ?? node.data.node.task?.taskReferenceName)
          }}
          onPaneClick={() => setActive(undefined)}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          disableKeyboardA11y
          selectNodesOnDrag={false}
          onlyRenderVisibleElements
          panOnScroll={!compact}
          zoomOnScroll={false}
          zoomActivationKeyCode="Control"
          preventScrolling={!compact}
          attributionPosition="bottom-left"
          deleteKeyCode={null}
          selectionKeyCode={null}
          multiSelectionKeyCode={null}
          minZoom={0.1}
          maxZoom={2}
        >
          <ViewportPortal>
            <DiagramEdges layout={layout} taken={taken?.edges} />
          </ViewportPortal>
          {showMap && (
            <MiniMap<DiagramNodeType>
              pannable
              zoomable
              ariaLabel={t('minimap')}
              nodeColor={(node) =>
                node.data.run === undefined
                  ? 'var(--color-hairline)'
                  : `var(--color-${statusLook(node.data.run.status).tone})`
              }
            />
          )}
        </ReactFlow>
      </div>
      <p className="sr-only" aria-live="polite">
        {spoken}
      </p>
    </div>
  )
}

/** When a panel opens beside the canvas, what was in the middle stays in the middle. */
function useKeepCentred(
  frame: RefObject<HTMLDivElement | null>,
  flow: ReactFlowInstance<DiagramNodeType> | undefined,
): void {
  useEffect(() => {
    if (frame.current === null || flow === undefined) return
    let width = frame.current.clientWidth
    const observer = new ResizeObserver(([entry]) => {
      const next = entry?.contentRect.width ?? width
      // The first report is about no change, and setting the viewport would stop a movement.
      if (next === width) return
      const { x, y, zoom } = flow.getViewport()
      void flow.setViewport({ x: x + (next - width) / 2, y, zoom })
      width = next
    })
    observer.observe(frame.current)
    return () => observer.disconnect()
  }, [frame, flow])
}

const reducedMotion = (): boolean => window.matchMedia('(prefers-reduced-motion: reduce)').matches
