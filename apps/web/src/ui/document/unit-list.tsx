type UnitListProps = {
  readonly id: string;
  readonly label: string;
  readonly units: readonly string[];
  readonly place: number;
  readonly onChoose: (unit: string) => void;
};

export function UnitList(props: UnitListProps) {
  return (
    <div className="pick-list unit-list" id={props.id} role="listbox" aria-label={props.label}>
      {props.units.map((unit, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: chosen by arrows from the cell, which keeps the focus
        <div
          key={unit}
          id={`${props.id}-${index}`}
          role="option"
          aria-selected={index === props.place}
          className="pick-row"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => props.onChoose(unit)}
        >
          {unit}
        </div>
      ))}
    </div>
  );
}
