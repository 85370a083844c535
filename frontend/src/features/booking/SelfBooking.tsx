import { CalendarPlus } from "lucide-react";
import { useState } from "react";
import type { BookingWish } from "@/api/booking";
import type { BookingOffer, EmbedConfig } from "@/api/models";
import { messageOf } from "@/api/problem";
import { ErrorMessage, Message } from "@/components/ui/Message";
import { Skeleton } from "@/components/ui/Skeleton";
import { BookingOutcome } from "./BookingOutcome";
import { BookingWidget } from "./BookingWidget";
import { useEmbedConfig } from "./bookingQueries";
import { type ChosenClient, ClientField } from "./ClientField";
import { OfferFields } from "./OfferFields";
import type { Deed } from "./useWidget";

/** The offer that was chosen, as the newest answer has it; the only one there is needs no choice. */
function useOffer(offers: readonly BookingOffer[]) {
  const [link, setLink] = useState<string | null>(null);
  const chosen = offers.find((offer) => offer.link === link) ?? (offers.length === 1 ? offers[0] : null);
  return [chosen ?? null, (offer: BookingOffer | null) => setLink(offer?.link ?? null)] as const;
}

function NoOffer({ isAny }: { isAny: boolean }) {
  return (
    <Message icon={CalendarPlus} title={isAny ? "Escolha a unidade" : "Nada a agendar"}>
      {isAny
        ? "Os horários livres dela aparecem aqui."
        : "Nenhum tipo de evento do Cal.com está ligado a esta unidade."}
    </Message>
  );
}

type ClientChoice = { chosen: ChosenClient | null; onChoose: (client: ChosenClient | null) => void };
/** `answeredAt` tells one answer from another; null while another is on its way. */
type ShownProps = {
  config: EmbedConfig;
  answeredAt: number | null;
  client: ClientChoice | null;
  onFollow: (() => void) | undefined;
};

function Shown({ config, answeredAt, client, onFollow }: ShownProps) {
  const [offer, choose] = useOffer(config.offers);
  const [deed, setDeed] = useState<Deed | null>(null);
  const [tries, setTries] = useState(0);
  return (
    <div className="flex flex-col gap-4">
      {(client || config.offers.length > 1) && (
        <div className="grid items-start gap-4 sm:grid-cols-2 xl:grid-cols-3">
          <OfferFields offers={config.offers} chosen={offer} onChoose={choose} />
          {client && <ClientField {...client} />}
        </div>
      )}
      {deed && <BookingOutcome key={`${deed.uid} ${deed.kind}`} deed={deed} onFollow={onFollow} />}
      {!offer && <NoOffer isAny={config.offers.length > 0} />}
      {offer && answeredAt === null && <Skeleton />}
      {offer && answeredAt !== null && (
        <BookingWidget
          key={`${offer.link} ${answeredAt} ${tries}`}
          from={config}
          offer={offer}
          onDeed={setDeed}
          onRetry={() => setTries(tries + 1)}
        />
      )}
    </div>
  );
}

function wishOf(appointmentId: string | undefined, client: ChosenClient | null): BookingWish {
  if (appointmentId) return { agendamento_id: appointmentId };
  return client ? { cliente_id: client.id } : {};
}

type SelfBookingProps = { appointmentId?: string | undefined; onFollow?: () => void };

/**
 * Cal.com's booking page inside ours: of an appointment (booked, or moved where it is booked), or of whomever is chosen.
 * `onFollow` hears that the user goes to what was booked.
 */
export function SelfBooking({ appointmentId, onFollow }: SelfBookingProps) {
  const [client, setClient] = useState<ChosenClient | null>(null);
  const query = useEmbedConfig(wishOf(appointmentId, client));
  const { data, error, isPlaceholderData, dataUpdatedAt, refetch } = query;
  if (error) return <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton />;
  const choice = appointmentId ? null : { chosen: client, onChoose: setClient };
  const answeredAt = isPlaceholderData ? null : dataUpdatedAt;
  return <Shown config={data} answeredAt={answeredAt} client={choice} onFollow={onFollow} />;
}
