"""Pending codes: what needs a person. Stored and sent exactly so."""

from enum import StrEnum


class Pending(StrEnum):
    CPF_AUSENTE = "cpf_ausente"
    CPF_INVALIDO = "cpf_invalido"
    CONVENIO_AUSENTE = "convenio_ausente"
    TELEFONE_INVALIDO = "telefone_invalido"
    UNIDADE_NAO_MAPEADA = "unidade_nao_mapeada"
    TAGS_EXCEDENTES = "tags_excedentes"
    TAG_DESCONHECIDA = "tag_desconhecida"
    POSSIVEL_DUPLICADO = "possivel_duplicado"
    LOGISTICA_A_REVER = "logistica_a_rever"
    NOME_DIVERGENTE = "nome_divergente"
    TELEFONE_A_CONFIRMAR = "telefone_a_confirmar"
    EMAIL_A_CONFIRMAR = "email_a_confirmar"
    CADASTRO_A_UNIR = "cadastro_a_unir"
    CONFLITO_DE_HORARIO = "conflito_de_horario"
    CONFLITO = "conflito"
    NOME_AUSENTE = "nome_ausente"
    ENDERECO_A_REVER = "endereco_a_rever"
    ENVIO_RECUSADO = "envio_recusado"
    SEM_RESERVA = "sem_reserva"
    RESERVA_NAO_ENCONTRADA = "reserva_nao_encontrada"
    REABERTO = "reaberto_no_calcom"
    TEXTO_CORTADO = "texto_cortado"
    HORARIO_ILEGIVEL = "horario_ilegivel"
