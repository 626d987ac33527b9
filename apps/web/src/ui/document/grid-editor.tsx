import type { ItemCandidate } from "@zhangshi/contract";
import type { ClipboardEvent, KeyboardEvent, Ref } from "react";
import type { PriceTerms } from "./document.form.ts";
import { CandidateList, type CandidateStock, type Candidates } from "./item-candidates.tsx";
import { UnitList } from "./unit-list.tsx";

type GridEditorProps = {
  readonly ref: Ref<HTMLInputElement>;
  readonly listId: string;
  readonly box: { readonly top: number; readonly left: number; readonly width: number };
  readonly isFigure: boolean;
  readonly isWrong: boolean;
  readonly label: string;
  readonly title: string;
  readonly readOnly: boolean;
  readonly place: number;
  /** The list below the cell while it is open: goods, or a few words such as units. */
  readonly items: Candidates | null;
  readonly choices: readonly string[];
  readonly terms: PriceTerms;
  readonly stock: CandidateStock;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
  readonly onInput: () => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => void;
  readonly onPaste: (event: ClipboardEvent) => void;
  readonly onPlace: (place: number) => void;
  readonly onChooseItem: (item: ItemCandidate) => void;
  readonly onChoose: (choice: string) => void;
};

/** The one live field of the grid, over the cell where the hand is. */
export function GridEditor(props: GridEditorProps) {
  const { box, listId, place, items, choices } = props;
  const listOpen = items !== null || choices.length > 0;
  return (
    <div
      className="line-editor"
      data-wrong={props.isWrong || undefined}
      style={{ top: box.top, left: box.left, width: box.width }}
    >
      <input
        ref={props.ref}
        className={props.isFigure ? "num" : undefined}
        data-field="grid"
        autoComplete="off"
        spellCheck={false}
        inputMode={props.isFigure ? "decimal" : "text"}
        readOnly={props.readOnly}
        aria-label={props.label}
        aria-invalid={props.isWrong}
        role="combobox"
        aria-expanded={listOpen}
        aria-controls={listId}
        aria-activedescendant={listOpen ? `${listId}-${place}` : undefined}
        onFocus={(event) => {
          props.onFocus();
          event.target.select();
        }}
        onBlur={props.onBlur}
        onInput={props.onInput}
        onKeyDown={props.onKeyDown}
        onPaste={props.onPaste}
      />
      {items ? (
        <CandidateList
          id={listId}
          candidates={items}
          place={place}
          terms={props.terms}
          stock={props.stock}
          onPlace={props.onPlace}
          onChoose={props.onChooseItem}
        />
      ) : null}
      {choices.length > 0 ? (
        <UnitList id={listId} label={props.title} units={choices} place={place} onChoose={props.onChoose} />
      ) : null}
    </div>
  );
}
