interface GridSelectBoxProps {
  label: string;
  isSelected: boolean;
  isIndeterminate?: boolean;
  isStop: boolean;
  onChange?: () => void;
}

// A plain input: a hundred of them must cost next to nothing. Rows are chosen by the grid's own click handler.
export function GridSelectBox({ label, isSelected, isIndeterminate = false, isStop, onChange }: GridSelectBoxProps) {
  return (
    <input
      type="checkbox"
      className="v-grid-check"
      aria-label={label}
      checked={isSelected}
      ref={(input) => {
        if (input) input.indeterminate = isIndeterminate;
      }}
      onChange={onChange ?? nothing}
      tabIndex={isStop ? 0 : -1}
      data-stop=""
    />
  );
}

const nothing = () => undefined;
