import type { BookingOffer } from "@/api/models";
import { SelectField } from "@/components/ui/Field";
import { zoneName } from "@/lib/dates";

/** What is offered by unit, and the units by brand: both in alphabetical order. */
function unitsByBrand(offers: readonly BookingOffer[]): Array<[string, BookingOffer[]]> {
  const units = [...new Map(offers.map((offer) => [offer.unidade_id, offer])).values()].sort((a, b) =>
    a.nome_unidade.localeCompare(b.nome_unidade),
  );
  const brands = [...new Set(units.map(({ nome_marca }) => nome_marca))].sort((a, b) => a.localeCompare(b));
  return brands.map((brand) => [brand, units.filter(({ nome_marca }) => nome_marca === brand)]);
}

type OfferFieldsProps = {
  offers: readonly BookingOffer[];
  chosen: BookingOffer | null;
  onChoose: (offer: BookingOffer | null) => void;
};

/** The unit, and what is done there where there is a choice. */
export function OfferFields({ offers, chosen, onChoose }: OfferFieldsProps) {
  const ofUnit = (id: string) => offers.filter(({ unidade_id }) => unidade_id === id);
  const here = chosen ? ofUnit(chosen.unidade_id) : [];
  return (
    <>
      <SelectField
        label="Unidade"
        hint={chosen && zoneName(chosen.fuso)}
        value={chosen?.unidade_id ?? ""}
        onChange={({ target }) => onChoose(ofUnit(target.value)[0] ?? null)}
      >
        <option value="">Escolha…</option>
        {unitsByBrand(offers).map(([brand, units]) => (
          <optgroup key={brand} label={brand}>
            {units.map(({ unidade_id, nome_unidade }) => (
              <option key={unidade_id} value={unidade_id}>
                {nome_unidade}
              </option>
            ))}
          </optgroup>
        ))}
      </SelectField>
      {here.length > 1 && (
        <SelectField
          label="Atendimento"
          value={chosen?.link}
          onChange={({ target }) => onChoose(here.find(({ link }) => link === target.value) ?? null)}
        >
          {here.map(({ link, title }) => (
            <option key={link} value={link}>
              {title}
            </option>
          ))}
        </SelectField>
      )}
    </>
  );
}
