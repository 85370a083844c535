import type {
  Car,
  Client,
  Collector,
  Driver,
  LogisticsPackage,
  StaffUser,
  Tag,
  Unit,
  User,
} from "@/api/models";
import { uuid } from "./builders";

export function unit(n: number, given: Partial<Unit> = {}): Unit {
  return {
    id: uuid(1000 + n),
    nome_unidade: "Centro",
    nome_marca: "Laboratório Aurora",
    fuso: "America/Sao_Paulo",
    duracao_minutos: 30,
    endereco: null,
    reserva_horario: false,
    active: true,
    ...given,
  };
}

export function tag(n: number, name: string, color: string): Tag {
  return { id: uuid(2000 + n), name, color, active: true };
}

export function driver(n: number, name: string): Driver {
  return { id: uuid(3000 + n), name, phone: "+5511987654321", active: true };
}

export function collector(n: number, name: string): Collector {
  return { id: uuid(4000 + n), name, phone: "+5511976543210", active: true };
}

export function car(n: number, plate: string, model: string): Car {
  return { id: uuid(5000 + n), plate, model, active: true };
}

export function logisticsPackage(n: number, name: string): LogisticsPackage {
  return {
    id: uuid(6000 + n),
    name,
    driver_id: uuid(3000 + n),
    collector_id: uuid(4000 + n),
    car_id: uuid(5000 + n),
    active: true,
  };
}

export function client(n: number, given: Partial<Client> = {}): Client {
  return {
    id: uuid(8000 + n),
    nome: `Cliente ${n}`,
    cpf: "52998224725",
    telefone: "+5511912345678",
    email: null,
    total_agendamentos: 1,
    ultima_visita: null,
    a_confirmar: [],
    versao: 1,
    created_at: "2026-03-01T12:00:00Z",
    updated_at: "2026-03-01T12:00:00Z",
    ...given,
  };
}

/** The gestor's view of somebody who may sign in. */
export function staffUser(n: number, given: Pick<User, "name" | "email" | "role">): StaffUser {
  return { ...given, id: uuid(9100 + n), active: true, created_at: "2026-03-01T12:00:00Z" };
}
